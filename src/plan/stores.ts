import type { SecretStoreRef } from "../eso/external-secret.ts";
import type { FakeProviderData, FakeStandIn } from "../eso/stores/fake.ts";
import type { GenericStore, StoreProvider } from "../eso/stores/store.ts";
import { printStore } from "../eso/stores/store-name.ts";
import type { Trust } from "../eso/trust.ts";
import type { Problem } from "../ground/diagnostic.ts";
import { nearestName } from "../ground/nearest.ts";
import type { Parsed } from "../manifest/manifest.ts";
import type { EsoObject } from "./eso-objects.ts";
import type { Namespaces } from "./namespaces.ts";
import type { PlannedStore } from "./render-plan.ts";
import { conditionProblem } from "./store-conditions.ts";

/** Data of a file that answers a store in place of its provider (`--fake FILE`). */
export interface FakeData {
  readonly file: string;
  readonly data: readonly FakeProviderData[];
}

/** The data that answer a store; undefined leaves the store as it is. */
export type FakeStores = (kind: string, namespace: string, name: string) => FakeData | undefined;

export interface StoresInput {
  readonly stores: readonly EsoObject<GenericStore>[];
  readonly refused: readonly Parsed[];
  /** A document could not be read: a store that is missing may stand there. */
  readonly isIncomplete: boolean;
  readonly namespaces: Namespaces;
  readonly lookupNamespace: string;
  readonly fake?: FakeStores | undefined;
  readonly trust: Trust;
}

/** A store that cannot be used; `reported` where another diagnostic already says why. */
export type StoreFailure = { readonly problem: Problem } | { readonly reported: true };

/** ESO's controller class: stores of another one are not ours. */
const CONTROLLER_CLASS = "default";

/** Whether `controller` of a store or generator names another controller than External Secrets' own. */
export function isForeignController(controller: unknown): boolean {
  return typeof controller === "string" && controller !== "" && controller !== CONTROLLER_CLASS;
}

/** The stores that ExternalSecrets may refer to. */
export class Stores {
  readonly #stores = new Map<string, EsoObject<GenericStore>>();
  readonly #refused = new Set<string>();
  readonly #shadowed = new Set<string>();
  readonly #planned = new Map<string, PlannedStore>();
  readonly #input: StoresInput;

  constructor(input: StoresInput) {
    this.#input = input;
    for (const object of input.stores) this.#add(object);
    for (const { ref } of input.refused) this.#refused.add(this.#keyOf(ref.kind, ref.namespace, ref.name));
  }

  /** The store that `ref` names, as seen from `namespace`, whatever its class; undefined where there is none. */
  find(ref: SecretStoreRef, namespace: string): GenericStore | undefined {
    return this.#find(ref, namespace)?.value;
  }

  /** ESO: Manager.Get. The store that `ref` names for an ExternalSecret in `namespace`, or why it cannot be used. */
  resolve(ref: SecretStoreRef, namespace: string): PlannedStore | StoreFailure {
    const kind = ref.kind ?? "SecretStore";
    const name = ref.name ?? "";
    if (name === "") return { problem: notReferenced() };
    const fake = this.#input.fake?.(kind, namespace, name);
    const found = this.#find(ref, namespace);
    const store = found?.value ?? (fake === undefined ? undefined : inventedStore(kind, name));
    if (store === undefined) {
      return this.#refused.has(this.#keyOf(kind, namespace, name))
        ? { reported: true }
        : { problem: this.#notFound(kind, name, namespace) };
    }
    const problem = this.#trustProblem(found, namespace) ?? this.#useProblem(store, namespace);
    return problem === undefined ? this.#plan(store, found, namespace, fake) : { problem };
  }

  #find(ref: SecretStoreRef, namespace: string): EsoObject<GenericStore> | undefined {
    return this.#stores.get(this.#keyOf(ref.kind ?? "SecretStore", namespace, ref.name ?? ""));
  }

  /** The stream's store stands before the administrator's of the same name, unless the stream is not to be trusted. */
  #add(object: EsoObject<GenericStore>): void {
    const { kind, metadata } = object.value;
    const key = this.#keyOf(kind, metadata.namespace, metadata.name);
    const isShadow =
      this.#stores.get(key)?.fromAdministrator === true && this.#input.trust.lookUps === "apart";
    if (isShadow) this.#shadowed.add(key);
    else this.#stores.set(key, object);
  }

  #trustProblem(store: EsoObject<GenericStore> | undefined, namespace: string): Problem | undefined {
    const { trust, lookupNamespace } = this.#input;
    if (trust.namespaces === "own" && namespace !== lookupNamespace) {
      return namespaceUntrusted(namespace, lookupNamespace);
    }
    if (store === undefined) return undefined;
    const { kind, metadata } = store.value;
    if (this.#shadowed.has(this.#keyOf(kind, metadata.namespace, metadata.name))) {
      return shadowProblem(store.value);
    }
    const isTrusted =
      store.fromAdministrator === true ||
      trust.streamStores === "all" ||
      (trust.streamStores === "secret-stores" && kind === "SecretStore");
    return isTrusted ? undefined : untrusted(store.value);
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
    const { namespaces, trust, lookupNamespace } = this.#input;
    const isAssumed = trust.lookUps !== "apart" && namespace === lookupNamespace;
    return conditionProblem(store, namespace, namespaces, isAssumed);
  }

  /** One object for each store and namespace, so that all that is read from it can be grouped. */
  #plan(
    store: GenericStore,
    found: EsoObject<GenericStore> | undefined,
    namespace: string,
    fake: FakeData | undefined,
  ): PlannedStore {
    const key = JSON.stringify([store.kind, store.metadata.name, namespace]);
    const known = this.#planned.get(key);
    if (known !== undefined) return known;
    const answered = fake === undefined ? store : answeredBy(fake, store);
    const planned: PlannedStore = {
      store: answered,
      namespace,
      origin: found?.fromAdministrator === true ? "administrator" : "stream",
      located: found?.manifest,
    };
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
    const stores = [...this.#stores.values()].map(({ value }) => value);
    const elsewhere = stores.find((store) => store.kind === "SecretStore" && store.metadata.name === name);
    if (stores.some((store) => store.kind === "ClusterSecretStore" && store.metadata.name === name)) {
      return `A ClusterSecretStore has this name: set kind to "ClusterSecretStore"`;
    }
    if (elsewhere !== undefined && kind === "SecretStore") {
      const other = elsewhere.metadata.namespace ?? this.#input.lookupNamespace;
      const place = `A SecretStore of this name is in namespace "${other}", and serves only that namespace`;
      return namespace === this.#input.lookupNamespace
        ? `${place}. What names no namespace is taken to be in "${namespace}": say -n ${other} (spec.namespace of the function) if that is wrong, else make it a ClusterSecretStore`
        : `${place}: make it a ClusterSecretStore, or add one to "${namespace}"`;
    }
    if (elsewhere !== undefined) return 'A SecretStore has this name: set kind to "SecretStore"';
    const names = stores.filter((store) => store.kind === kind).map((store) => store.metadata.name);
    const nearest = nearestName(name, names);
    if (nearest !== undefined) return `The nearest name is "${nearest}"`;
    const longer = names.filter((other) => other.endsWith(`-${name}`) || other.startsWith(`${name}-`));
    if (longer.length === 1) {
      return `"${longer[0]}" is there, and may be meant: namePrefix and nameSuffix of Kustomize rename a store, and not what refers to it`;
    }
    return this.#input.isIncomplete
      ? "It may be in the document that cannot be read: correct that first"
      : `Add the ${kind} to the input, or pass the directory that holds it with --stores`;
  }

  #keyOf(kind: string, namespace: string | undefined, name: string): string {
    const place = kind === "ClusterSecretStore" ? "" : (namespace ?? this.#input.lookupNamespace);
    return JSON.stringify([kind, place, name]);
  }
}

function notReferenced(): Problem {
  return {
    code: "STORE_NOT_REFERENCED",
    message: "Cannot tell which store to read from: no store is named",
    hint: "Set spec.secretStoreRef.name, or sourceRef.storeRef.name on each entry",
  };
}

function untrusted(store: GenericStore): Problem {
  return {
    code: "STORE_UNTRUSTED",
    message: `Cannot use ${printStore(store)}: the manifests declare it, and a shared Argo CD takes stores from its administrator only`,
    hint:
      store.kind === "SecretStore"
        ? "Ask the administrator for a store in the directory of --stores, or to accept SecretStores of applications with --tenant-stores"
        : "Ask the administrator to put it into the directory of --stores",
  };
}

function shadowProblem(store: GenericStore): Problem {
  return {
    code: "STORE_UNTRUSTED",
    message: `Cannot use ${printStore(store)}: the manifests declare one of the same name as the administrator's`,
    hint: "Remove the store from the manifests, or give it another name",
  };
}

function namespaceUntrusted(namespace: string, own: string): Problem {
  return {
    code: "NAMESPACE_DENIED",
    message: `Cannot read secrets for namespace "${namespace}": the application belongs to namespace "${own}"`,
    hint: "Move the ExternalSecret to that namespace or into an application of its own, or ask the administrator for --all-namespaces",
  };
}

function answeredBy({ file, data }: FakeData, store: GenericStore): GenericStore {
  const fake = { data, standIn: { file, findPath: findPathOf(store.spec.provider) } };
  return { ...store, spec: { ...store.spec, provider: { fake } } };
}

function findPathOf({ aws, azurekv, fake, openBao, vault }: StoreProvider): FakeStandIn["findPath"] {
  if (fake !== undefined || azurekv !== undefined) return "ignored";
  const hasFolders = vault !== undefined || openBao !== undefined || aws?.service === "ParameterStore";
  return hasFolders ? "folder" : "prefix";
}

/** A store that only the file of fake data knows. */
function inventedStore(kind: "SecretStore" | "ClusterSecretStore", name: string): GenericStore {
  return { apiVersion: "external-secrets.io/v1", kind, metadata: { name }, spec: { provider: {} } };
}
