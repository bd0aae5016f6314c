import type { SecretStoreRef } from "../eso/external-secret.ts";
import type { FakeProvider } from "../eso/stores/fake.ts";
import type { GenericStore } from "../eso/stores/store.ts";
import type { Problem } from "../ground/diagnostic.ts";
import { nearestName } from "../ground/nearest.ts";
import type { Parsed } from "../manifest/manifest.ts";
import type { EsoObject } from "./eso-objects.ts";
import type { Namespaces } from "./namespaces.ts";
import type { PlannedStore } from "./render-plan.ts";
import { conditionProblem } from "./store-conditions.ts";

/** Data that answers a store in place of its provider (`--fake FILE`); undefined leaves the store as it is. */
export type FakeStores = (kind: string, namespace: string, name: string) => FakeProvider | undefined;

export interface StoresInput {
  readonly stores: readonly EsoObject<GenericStore>[];
  readonly refused: readonly Parsed[];
  readonly namespaces: Namespaces;
  readonly lookupNamespace: string;
  readonly fake?: FakeStores | undefined;
}

/** A store that cannot be used; `told` where another diagnostic already says why. */
export type StoreFailure = { readonly problem: Problem } | { readonly told: true };

/** ESO's controller class: stores of another one are not ours. */
const CONTROLLER_CLASS = "default";

/** Whether `controller` of a store or generator names another controller than External Secrets' own. */
export function isForeignController(controller: unknown): boolean {
  return typeof controller === "string" && controller !== "" && controller !== CONTROLLER_CLASS;
}

/** The stores that ExternalSecrets may refer to. */
export class Stores {
  readonly #stores = new Map<string, GenericStore>();
  readonly #refused = new Set<string>();
  readonly #planned = new Map<string, PlannedStore>();
  readonly #input: StoresInput;

  constructor(input: StoresInput) {
    this.#input = input;
    for (const { value } of input.stores) {
      this.#stores.set(this.#keyOf(value.kind, value.metadata.namespace, value.metadata.name), value);
    }
    for (const { ref } of input.refused) this.#refused.add(this.#keyOf(ref.kind, ref.namespace, ref.name));
  }

  /** The store that `ref` names, as seen from `namespace`, whatever its class; undefined where there is none. */
  find(ref: SecretStoreRef, namespace: string): GenericStore | undefined {
    return this.#stores.get(this.#keyOf(ref.kind ?? "SecretStore", namespace, ref.name ?? ""));
  }

  /** ESO: Manager.Get. The store that `ref` names for an ExternalSecret in `namespace`, or why it cannot be used. */
  resolve(ref: SecretStoreRef, namespace: string): PlannedStore | StoreFailure {
    const kind = ref.kind ?? "SecretStore";
    const name = ref.name ?? "";
    if (name === "") return { problem: notReferenced() };
    const fake = this.#input.fake?.(kind, namespace, name);
    const store = this.find(ref, namespace) ?? (fake === undefined ? undefined : inventedStore(kind, name));
    if (store === undefined) {
      return this.#refused.has(this.#keyOf(kind, namespace, name))
        ? { told: true }
        : { problem: this.#notFound(kind, name, namespace) };
    }
    const problem = this.#useProblem(store, namespace);
    return problem === undefined ? this.#plan(store, namespace, fake) : { problem };
  }

  #useProblem(store: GenericStore, namespace: string): Problem | undefined {
    if (isForeignController(store.spec.controller)) {
      return {
        code: "STORE_UNMANAGED",
        message: `Cannot use ${printStore(store)}: it belongs to controller class "${store.spec.controller ?? ""}"`,
        hint: "Remove spec.controller from the store, or set it to default",
      };
    }
    if (store.kind === "SecretStore") return undefined;
    return conditionProblem(store, namespace, this.#input.namespaces);
  }

  /** One object for each store and namespace, so that all that is read from it can be grouped. */
  #plan(store: GenericStore, namespace: string, fake: FakeProvider | undefined): PlannedStore {
    const key = JSON.stringify([store.kind, store.metadata.name, namespace]);
    const known = this.#planned.get(key);
    if (known !== undefined) return known;
    const answered = fake === undefined ? store : { ...store, spec: { ...store.spec, provider: { fake } } };
    const planned = { store: answered, namespace };
    this.#planned.set(key, planned);
    return planned;
  }

  #notFound(kind: string, name: string, namespace: string): Problem {
    const place = kind === "SecretStore" ? ` in namespace "${namespace}"` : "";
    return {
      code: "STORE_NOT_FOUND",
      message: `Cannot find ${kind} "${name}"${place}`,
      hint: this.#notFoundHint(kind, name, namespace),
    };
  }

  #notFoundHint(kind: string, name: string, namespace: string): string {
    const stores = [...this.#stores.values()];
    const elsewhere = stores.find((store) => store.kind === "SecretStore" && store.metadata.name === name);
    if (stores.some((store) => store.kind === "ClusterSecretStore" && store.metadata.name === name)) {
      return `A ClusterSecretStore has this name: set kind to "ClusterSecretStore"`;
    }
    if (elsewhere !== undefined && kind === "SecretStore") {
      const other = elsewhere.metadata.namespace ?? this.#input.lookupNamespace;
      return `A SecretStore of this name is in namespace "${other}", and serves only that namespace: make it a ClusterSecretStore, or add one to "${namespace}"`;
    }
    if (elsewhere !== undefined) return 'A SecretStore has this name: set kind to "SecretStore"';
    const nearest = nearestName(
      name,
      stores.filter((store) => store.kind === kind).map((store) => store.metadata.name),
    );
    return nearest === undefined
      ? `Add the ${kind} to the input, or pass the directory that holds it with --stores`
      : `The nearest name is "${nearest}"`;
  }

  #keyOf(kind: string, namespace: string | undefined, name: string): string {
    const place = kind === "ClusterSecretStore" ? "" : (namespace ?? this.#input.lookupNamespace);
    return JSON.stringify([kind, place, name]);
  }
}

/** `ClusterSecretStore "aws"`. */
export function printStore(store: GenericStore): string {
  return `${store.kind} "${store.metadata.name}"`;
}

function notReferenced(): Problem {
  return {
    code: "STORE_NOT_REFERENCED",
    message: "Cannot tell which store to read from: no store is named",
    hint: "Set spec.secretStoreRef.name, or sourceRef.storeRef.name on each entry",
  };
}

/** A store that only the file of fake data knows. */
function inventedStore(kind: "SecretStore" | "ClusterSecretStore", name: string): GenericStore {
  return { apiVersion: "external-secrets.io/v1", kind, metadata: { name }, spec: { provider: {} } };
}
