import type { ServiceAccount, StoreCredentials } from "../eso/store-credentials.ts";
import type { CaProvider, SecretKeySelector, ServiceAccountSelector } from "../eso/stores/selectors.ts";
import { printStore } from "../eso/stores/store-name.ts";
import { bytesOfGoString, fromGoString, goStringOfBytes } from "../go/bytes.ts";
import type { Problem } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { ProblemError } from "../ground/problem-error.ts";
import { Sensitive } from "../ground/sensitive.ts";
import { visible } from "../ground/visible.ts";
import type { JsonObject } from "../ground/json-value.ts";
import { asJsonObject } from "../ground/json-value.ts";
import type { PlannedStore } from "../plan/render-plan.ts";
import type { CredentialFiles } from "./store-access.ts";
import { decodeCaBundle } from "./ca-bundle.ts";
import { MountedFiles } from "./mounted-files.ts";
import { secretValue, serviceAccountOf } from "./referenced-objects.ts";
import { audiencesOf } from "./token-audiences.ts";

/** Objects that a store may refer to, already narrowed to those that it may see. */
export type FindObject = (kind: string, namespace: string, name: string) => JsonObject | undefined;

export interface CredentialSources {
  readonly find: FindObject;
  readonly files: CredentialFiles | undefined;
}

/** Resolves the references of one store from objects and mounted files. */
export class Credentials implements StoreCredentials {
  readonly #store: PlannedStore;
  readonly #find: FindObject;
  readonly #files: MountedFiles;

  constructor(store: PlannedStore, { find, files }: CredentialSources) {
    this.#store = store;
    this.#find = find;
    this.#files = new MountedFiles(files);
  }

  secretKey(
    { name = "", namespace, key = "" }: SecretKeySelector,
    field: FieldPath,
    defaultKey = "",
  ): Sensitive {
    const place = this.#namespace(namespace);
    const wanted = key === "" ? defaultKey : key;
    this.#checkNamed("Secret", name, wanted, field);
    const object = this.#find("Secret", place, name);
    const value = this.#valueOfSecret(object, place, name, wanted);
    if (value !== undefined) return new Sensitive(value);
    const hasSecret = object !== undefined || this.#files.list(["secrets", place, name]).length > 0;
    throw this.#missing(
      field,
      hasSecret ? `key "${visible(wanted)}" of Secret` : "Secret",
      place,
      name,
      wanted,
    );
  }

  caCertificates(
    {
      caBundle = "",
      caProvider,
    }: { readonly caBundle?: string | undefined; readonly caProvider?: CaProvider | undefined },
    field: FieldPath,
  ): string | undefined {
    if (caBundle !== "") return decodeCaBundle(caBundle, [...field, "caBundle"]);
    if (caProvider === undefined) return undefined;
    return this.#caProvider(caProvider, [...field, "caProvider"]);
  }

  serviceAccount({ name, namespace }: ServiceAccountSelector, _field: FieldPath): ServiceAccount {
    const place = this.#namespace(namespace);
    return serviceAccountOf(this.#find("ServiceAccount", place, name), place, name);
  }

  serviceAccountToken(
    { name, namespace }: ServiceAccountSelector,
    audiences: readonly string[],
    field: FieldPath,
  ): Sensitive {
    const place = this.#namespace(namespace);
    const folder = ["tokens", place, name];
    const tokens = this.#files.list(folder).flatMap((file) => this.#files.read([...folder, file]) ?? []);
    const fitting = tokens.filter((token) => isFor(token, audiences));
    const [token] = fitting;
    if (token !== undefined && (audiences.length > 0 || fitting.length === 1))
      return new Sensitive(trimmed(token));
    throw new ProblemError(this.#noToken(place, name, audiences, tokens.length), field);
  }

  #caProvider({ type, name, key = "", namespace = "" }: CaProvider, field: FieldPath): string {
    const place = this.#caNamespace(namespace, field);
    this.#checkNamed(type, name, key, field);
    if (type === "ConfigMap") return this.#configValue(place, name, key, field);
    const value = this.#valueOfSecret(this.#find(type, place, name), place, name, key);
    if (value === undefined) throw this.#missing(field, `key "${visible(key)}" of ${type}`, place, name, key);
    return fromGoString(goStringOfBytes(value));
  }

  #configValue(namespace: string, name: string, key: string, field: FieldPath): string {
    const object = this.#find("ConfigMap", namespace, name);
    const value = asJsonObject(object?.["data"])[key];
    if (typeof value === "string") return value;
    const what = object === undefined ? "ConfigMap" : `key "${visible(key)}" of ConfigMap`;
    const problem: Problem = {
      code: "CREDENTIAL_NOT_FOUND",
      message: `Cannot find ${what} "${visible(name)}" in namespace "${visible(namespace)}", which ${printStore(this.#store.store)} refers to: looked in the input and --stores`,
      hint:
        object === undefined
          ? "Add the ConfigMap to the input or to the directory of --stores"
          : "Correct the key, or add it to data of the ConfigMap: binaryData is not read",
    };
    throw new ProblemError(problem, field);
  }

  /** Names and keys are optional in a reference, where another field or a default could stand in for them. */
  #checkNamed(kind: CaProvider["type"], name: string, key: string, field: FieldPath): void {
    if (name !== "" && key !== "") return;
    const what = name === "" ? kind : `key of ${kind} "${visible(name)}"`;
    const absent = name === "" ? "name" : "key";
    const problem: Problem = {
      code: "CREDENTIAL_NOT_FOUND",
      message: `Cannot tell which ${what} ${printStore(this.#store.store)} refers to: the reference has no ${absent}`,
      hint: `Set ${absent}`,
    };
    throw new ProblemError(problem, field);
  }

  #caNamespace(namespace: string, field: FieldPath): string {
    const own = this.#store.namespace;
    if (this.#store.store.kind === "ClusterSecretStore") {
      if (namespace === "") throw new ProblemError(CA_NAMESPACE_MISSING, field);
      return namespace;
    }
    if (namespace !== "" && namespace !== own) throw new ProblemError(caElsewhere(own), field);
    return own;
  }

  #valueOfSecret(
    object: JsonObject | undefined,
    namespace: string,
    name: string,
    key: string,
  ): Uint8Array | undefined {
    const value = object === undefined ? undefined : secretValue(object, key);
    return value ?? this.#files.read(["secrets", namespace, name, key]);
  }

  /** A SecretStore refers to its own namespace whatever the selector says, as ESO has it. */
  #namespace(namespace: string | undefined): string {
    if (this.#store.store.kind !== "ClusterSecretStore") return this.#store.namespace;
    return namespace === undefined || namespace === "" ? this.#store.namespace : namespace;
  }

  #missing(field: FieldPath, what: string, namespace: string, name: string, key: string): ProblemError {
    const mounted = `secrets/${namespace}/${name}/${key}`;
    return new ProblemError(
      {
        code: "CREDENTIAL_NOT_FOUND",
        message: `Cannot find ${what} "${visible(name)}" in namespace "${visible(namespace)}", which ${printStore(this.#store.store)} refers to: looked in ${this.#places(mounted)}`,
        hint: `Add the Secret to the input or to the directory of --stores, or mount its key as ${visible(mounted)} below the directory of --credentials`,
      },
      field,
    );
  }

  #noToken(namespace: string, name: string, audiences: readonly string[], count: number): Problem {
    const mounted = `tokens/${namespace}/${name}/`;
    const wanted =
      audiences.length === 0
        ? ""
        : ` for audience ${audiences.map((text) => `"${visible(text)}"`).join(", ")}`;
    const found =
      count === 0
        ? "there is none"
        : `${count} are there, of which ${audiences.length === 0 ? "one has to be chosen by audiences" : "none is for it"}`;
    return {
      code: "CREDENTIAL_NOT_FOUND",
      message: `Cannot find a token${wanted} of ServiceAccount "${visible(name)}" in namespace "${visible(namespace)}", which ${printStore(this.#store.store)} refers to: ${found} in ${this.#files.placeOf(mounted)}`,
      hint: `Project a token${audiences.length === 0 ? "" : " with that audience"} and mount it as ${visible(mounted)}token below the directory of --credentials`,
    };
  }

  #places(mounted: string): string {
    return `the input, --stores and ${this.#files.placeOf(mounted)}`;
  }
}

function isFor(token: Uint8Array, audiences: readonly string[]): boolean {
  if (audiences.length === 0) return true;
  const own = audiencesOf(token);
  return audiences.every((audience) => own.includes(audience));
}

/** A mounted token may end with a line feed, which no header may hold. */
function trimmed(token: Uint8Array): Uint8Array {
  return bytesOfGoString(goStringOfBytes(token).trim());
}

const CA_NAMESPACE_MISSING: Problem = {
  code: "ADMISSION_REFUSED",
  message: "Cannot look up caProvider of a ClusterSecretStore: it names no namespace",
  hint: "Set caProvider.namespace",
};

function caElsewhere(namespace: string): Problem {
  return {
    code: "ADMISSION_REFUSED",
    message: `Cannot take caProvider of a SecretStore from another namespace than its own, "${namespace}"`,
    hint: "Remove caProvider.namespace, or use a ClusterSecretStore",
  };
}
