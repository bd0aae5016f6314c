import type { Diagnostic } from "../ground/diagnostic.ts";
import { errorAt, warningAt } from "../ground/diagnostic.ts";
import type { SecretData } from "../ground/sensitive.ts";
import type { Manifest, Parsed } from "../manifest/manifest.ts";
import type { SecretPlan } from "../plan/render-plan.ts";
import type { TemplateInput } from "./apply-template.ts";
import { readExistingSecret } from "./existing-secret.ts";
import type { Emitted } from "./secret.ts";
import { emitSecret } from "./secret.ts";
import { printSecret } from "./print-secret.ts";
import type { SecretObject } from "./secret-object.ts";
import { TemplateSourceReader } from "./template-sources.ts";

/** One ExternalSecret with what was fetched for it. */
export interface AssembledPlan {
  readonly plan: SecretPlan;
  readonly assembled: { readonly data: SecretData | undefined };
}

/** The objects of the input that emit looks at. */
export interface Resources {
  find(kind: string, namespace: string, name: string): Parsed | undefined;
  inStream(object: Parsed): Manifest | undefined;
}

/** How Secrets are made. */
export interface EmitOptions {
  /** Placeholders in place of values. */
  readonly redact: boolean;
  readonly templates: TemplateInput["templates"];
  /** Called before each Secret is made, and before each is printed; throws where no time is left. */
  readonly checkTime: () => void;
}

/** Documents that take the place of a manifest of the stream; an empty list takes it out. */
export interface EmittedPlan {
  readonly replaced: ReadonlyMap<Manifest, readonly string[]>;
  /** What became of each plan; one that came without data is not among them. */
  readonly outcomes: ReadonlyMap<SecretPlan, Emitted>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Makes all Secrets. Those that merge come after those that write alone, so that they find what they merge into; a
 * Secret of the target's name in the stream is updated where it stands.
 */
export function emitPlan(
  plans: readonly AssembledPlan[],
  resources: Resources,
  options: EmitOptions,
): EmittedPlan {
  const emission = new Emission(resources, options);
  const merging = plans.filter(({ plan }) => merges(plan));
  for (const item of [...plans.filter(({ plan }) => !merges(plan)), ...merging]) emission.emit(item);
  return emission.finish(plans.map(({ plan }) => plan));
}

function merges({ externalSecret }: SecretPlan): boolean {
  return ["Merge", "CreateOrMerge"].includes(externalSecret.spec.target.creationPolicy);
}

/** A Secret as it will be, and the document whose place it takes. */
interface Target {
  readonly secret: SecretObject;
  readonly place: Manifest;
  readonly changed: boolean;
  /** The ExternalSecret of this run that owns it: a merge into it works here, and not in a cluster. */
  readonly owner?: string | undefined;
}

class Emission {
  readonly #diagnostics: Diagnostic[] = [];
  readonly #targets = new Map<string, Target | undefined>();
  readonly #deleted = new Set<Manifest>();
  readonly #outcomes = new Map<SecretPlan, Emitted>();
  readonly #resources: Resources;
  readonly #options: EmitOptions;
  readonly #reader: TemplateSourceReader;

  constructor(resources: Resources, options: EmitOptions) {
    this.#resources = resources;
    this.#options = options;
    this.#reader = new TemplateSourceReader((...object) => resources.find(...object));
  }

  emit({ plan, assembled }: AssembledPlan): void {
    if (!plan.complete || assembled.data === undefined) return;
    this.#options.checkTime();
    const key = JSON.stringify([plan.namespace, plan.targetName]);
    const target = this.#targets.has(key) ? this.#targets.get(key) : this.#existing(plan);
    if (target === "failed") return;
    const emitted = emitSecret({
      plan,
      data: assembled.data,
      existing: target?.secret,
      sources: this.#reader.sources,
      templates: this.#options.templates,
    });
    this.#diagnostics.push(...emitted.diagnostics, ...mergedIntoOwned(plan, emitted, target?.owner));
    this.#outcomes.set(plan, emitted);
    this.#record(key, emitted, target, plan);
  }

  /** What replaces each document: ExternalSecrets always go, the Secrets stand where their target is. */
  finish(plans: readonly SecretPlan[]): EmittedPlan {
    const replaced = new Map<Manifest, string[]>(plans.map(({ manifest }) => [manifest, []]));
    for (const place of this.#deleted) replaced.set(place, []);
    for (const target of this.#targets.values()) {
      if (target?.changed !== true) continue;
      this.#options.checkTime();
      replaced.set(target.place, [
        ...(replaced.get(target.place) ?? []),
        printSecret(target.secret, this.#options.redact),
      ]);
    }
    return {
      replaced,
      outcomes: this.#outcomes,
      diagnostics: [...this.#diagnostics, ...this.#reader.diagnostics],
    };
  }

  #record(key: string, emitted: Emitted, target: Target | undefined, plan: SecretPlan): void {
    if (emitted.kind === "write") {
      this.#targets.set(key, {
        secret: emitted.secret,
        place: target?.place ?? plan.manifest,
        changed: true,
        owner: plan.externalSecret.spec.target.creationPolicy === "Owner" ? nameOf(plan) : target?.owner,
      });
    } else if (emitted.kind === "delete") {
      if (target !== undefined) this.#deleted.add(target.place);
      this.#targets.set(key, undefined);
    } else if (target !== undefined) this.#targets.set(key, target);
  }

  /** The Secret of the input that is the target; with creationPolicy None nothing looks at it. */
  #existing(plan: SecretPlan): Target | "failed" | undefined {
    if (plan.externalSecret.spec.target.creationPolicy === "None") return undefined;
    const found = this.#resources.find("Secret", plan.namespace, plan.targetName);
    const place = found === undefined ? undefined : this.#resources.inStream(found);
    if (found === undefined || place === undefined) return undefined;
    if (place.kind === "opaque" && place.objects !== undefined) {
      this.#diagnostics.push(withinList(plan, found));
      return "failed";
    }
    const existing = readExistingSecret(found);
    if ("secret" in existing) return { secret: existing.secret, place, changed: false };
    this.#diagnostics.push(...existing.diagnostics);
    return "failed";
  }
}

function nameOf({ externalSecret }: SecretPlan): string {
  return externalSecret.metadata.name;
}

/** ESO lets no other ExternalSecret write what one owns (ErrSecretIsOwned), not even to merge. */
function mergedIntoOwned(plan: SecretPlan, emitted: Emitted, owner: string | undefined): Diagnostic[] {
  if (emitted.kind !== "write" || owner === undefined || !merges(plan)) return [];
  const warning = warningAt(plan.located, ["spec", "target", "creationPolicy"], {
    code: "SUSPICIOUS",
    message: `Merged into Secret "${plan.targetName}", which the operator would refuse: ExternalSecret "${owner}" owns it`,
    hint: `Set spec.target.creationPolicy of ExternalSecret "${owner}" to Orphan for the same in a cluster`,
  });
  return [warning];
}

/** A List without objects of External Secrets passes through as it is, so that nothing in it can be updated. */
function withinList({ targetName }: SecretPlan, found: Parsed): Diagnostic {
  return errorAt(found, ["metadata", "name"], {
    code: "TARGET_CONFLICT",
    message: `Cannot update Secret "${targetName}" in the input: it stands in a document of several objects`,
    hint: "Write it as a document of its own, take it out, or give the target of the ExternalSecret another name",
  });
}
