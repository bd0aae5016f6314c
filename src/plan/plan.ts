import type { ExternalSecret, ExternalSecretSpec, SecretStoreRef } from "../eso/external-secret.ts";
import type { Trust } from "../eso/trust.ts";
import type { Diagnostic, Located } from "../ground/diagnostic.ts";
import { hasErrors, infoAt } from "../ground/diagnostic.ts";
import { LIMITS } from "../ground/limits.ts";
import type { Parsed } from "../manifest/manifest.ts";
import { expandClusterExternalSecret } from "./cluster-external-secret.ts";
import type { EsoObject, EsoObjects } from "./eso-objects.ts";
import { Generators } from "./generator-ref.ts";
import type { Namespaces, UnknownNamespaces } from "./namespaces.ts";
import { EntryPlanner } from "./plan-entries.ts";
import type { RenderPlan, SecretPlan } from "./render-plan.ts";
import { distinctRequests } from "./requests.ts";
import type { FakeStores } from "./stores.ts";
import { isForeignController, Stores } from "./stores.ts";
import { targetConflicts } from "./target-conflicts.ts";

export interface PlanInput {
  readonly objects: EsoObjects;
  /** A document could not be read: what is missing may stand there. */
  readonly isIncomplete: boolean;
  /** For ClusterExternalSecrets. */
  readonly namespaces: Namespaces;
  /** For the conditions of ClusterSecretStores: those whose labels can be trusted. */
  readonly trustedNamespaces: Namespaces;
  /** Namespace of objects that have none. */
  readonly lookupNamespace: string;
  readonly fake?: FakeStores | undefined;
  readonly unknownNamespaces: UnknownNamespaces;
  readonly trust: Trust;
}

/** What `planSecrets` found out. */
export interface Planned {
  readonly plan: RenderPlan;
  /** Objects of another controller class: they stay in the stream as they are. */
  readonly foreign: ReadonlySet<Parsed>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Plans every ExternalSecret: which store each entry reads from, and what is asked for. It does no I/O and knows
 * no secret. All problems are collected; an entry with a problem has no step, and its plan is not `complete`.
 */
export function planSecrets(input: PlanInput): Planned {
  const planner = new Planner(input);
  planner.planAll();
  return planner;
}

interface Entry extends EsoObject<ExternalSecret> {
  readonly located: Located;
}

class Planner implements Planned {
  readonly plan: { secrets: SecretPlan[] } = { secrets: [] };
  readonly foreign = new Set<Parsed>();
  readonly diagnostics: Diagnostic[] = [];
  readonly #input: PlanInput;
  readonly #stores: Stores;
  readonly #generators: Generators;

  constructor(input: PlanInput) {
    const { objects, lookupNamespace } = input;
    this.#input = input;
    this.#stores = new Stores({ ...objects, ...input, namespaces: input.trustedNamespaces });
    this.#generators = new Generators(objects.generators, objects.refused, lookupNamespace);
  }

  planAll(): void {
    for (const entry of this.#entries()) {
      if (this.#isForeign(entry)) this.#passThrough(entry);
      else this.plan.secrets.push(this.#planSecret(entry));
    }
    for (const { value, manifest } of [...this.#input.objects.stores, ...this.#input.objects.generators]) {
      if (isForeignController(controllerOf(value.spec))) this.foreign.add(manifest);
    }
    this.diagnostics.push(...targetConflicts(this.plan.secrets), ...this.#tooMany());
  }

  /** ExternalSecrets of the stream, then those that ClusterExternalSecrets make, each in stream order. */
  #entries(): Entry[] {
    const { externalSecrets, clusterExternalSecrets } = this.#input.objects;
    const entries: Entry[] = externalSecrets.map((object) => ({ ...object, located: object.manifest }));
    const identities = new Set(entries.map(({ value }) => this.#identity(value)));
    for (const object of clusterExternalSecrets) {
      if (entries.length > LIMITS.externalSecrets) break;
      const expansion = expandClusterExternalSecret(object, this.#input, (namespace, name) =>
        identities.has(JSON.stringify([namespace, name])),
      );
      this.diagnostics.push(...expansion.diagnostics);
      entries.push(...expansion.externalSecrets);
      for (const { value } of expansion.externalSecrets) identities.add(this.#identity(value));
    }
    return entries;
  }

  #identity({ metadata }: ExternalSecret): string {
    return JSON.stringify([this.#namespaceOf(metadata.namespace), metadata.name]);
  }

  #namespaceOf(namespace: string | undefined): string {
    return namespace ?? this.#input.lookupNamespace;
  }

  /**
   * ESO: shouldSkipUnmanagedStore. Every store and generator that is named counts, used or not. As there, a
   * SecretStore that comes after a ClusterSecretStore is not found, so that its class tells only when it is used.
   */
  #isForeign({ value: { metadata, spec } }: Entry): boolean {
    const namespace = this.#namespaceOf(metadata.namespace);
    let clusterStoreSeen = false;
    for (const ref of storeRefsOf(spec)) {
      if (ref.kind === "ClusterSecretStore") clusterStoreSeen = true;
      else if (clusterStoreSeen) continue;
      if (isForeignController(this.#stores.find(ref, namespace)?.spec.controller)) return true;
    }
    return (spec.dataFrom ?? []).some(({ sourceRef }) => {
      if (sourceRef?.generatorRef === undefined) return false;
      return isForeignController(
        controllerOf(this.#generators.find(sourceRef.generatorRef, namespace)?.spec),
      );
    });
  }

  #passThrough({ manifest, located }: Entry): void {
    this.foreign.add(manifest);
    this.diagnostics.push(
      infoAt(located, [], {
        code: "CONTROLLER_FOREIGN",
        message: "Left as it is: a store or generator that it names belongs to another controller class",
      }),
    );
  }

  #planSecret({ value, manifest, located }: Entry): SecretPlan {
    const namespace = this.#namespaceOf(value.metadata.namespace);
    const entries = new EntryPlanner(value, located, namespace, this.#stores, this.#generators);
    entries.planAll();
    this.diagnostics.push(...entries.diagnostics);
    return {
      externalSecret: value,
      manifest,
      located,
      namespace,
      targetName: value.spec.target.name ?? value.metadata.name,
      steps: entries.steps,
      complete: !hasErrors(entries.diagnostics) && !entries.reported,
    };
  }

  #tooMany(): Diagnostic[] {
    const { secrets } = this.plan;
    const steps = secrets.reduce((sum, secret) => sum + secret.steps.length, 0);
    const reads = steps > LIMITS.reads ? distinctRequests(this.plan).length : steps;
    const over = [
      ["ExternalSecrets", secrets.length, LIMITS.externalSecrets],
      ["remoteRefs", steps, LIMITS.remoteRefs],
      ["distinct secrets of stores", reads, LIMITS.reads],
    ] as const;
    return over
      .filter(([, count, limit]) => count > limit)
      .map(([what, , limit]) => ({
        code: "LIMIT_EXCEEDED",
        severity: "error",
        message: `Cannot render more than ${limit} ${what} at once`,
        hint: "Split the input",
      }));
  }
}

/** ESO's order: secretStoreRef, then data, then dataFrom. */
function storeRefsOf({ secretStoreRef, data = [], dataFrom = [] }: ExternalSecretSpec): SecretStoreRef[] {
  return [secretStoreRef, ...[...data, ...dataFrom].map(({ sourceRef }) => sourceRef?.storeRef)].filter(
    (ref) => ref !== undefined,
  );
}

function controllerOf(spec: unknown): unknown {
  return typeof spec === "object" && spec !== null && "controller" in spec ? spec.controller : undefined;
}
