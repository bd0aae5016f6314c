import type { RemoteRef } from "../../eso/external-secret.ts";
import type { Address, ReadRequest } from "../../eso/read-request.ts";
import type { VaultProvider } from "../../eso/stores/vault.ts";
import type { Problem } from "../../ground/diagnostic.ts";
import { endpointId } from "./endpoint.ts";
import { cleanPath, pathProblem } from "./path.ts";

/** The members of a Vault store that decide what a remoteRef leads to. */
export type VaultMount = Pick<VaultProvider, "server" | "namespace" | "headers" | "path" | "version">;

/** What a remoteRef asks of a Vault store: `key` of the request is the API's path below `/v1/`. */
export function addressVault(
  { key, version = "", metadataPolicy }: Pick<RemoteRef, "key" | "version" | "metadataPolicy">,
  store: VaultMount,
): Address {
  const problem = pathProblem("its key", key) ?? pathProblem("the store's path", store.path ?? "");
  if (problem !== undefined) return { problem };
  if (metadataPolicy !== "Fetch")
    return { request: requestOf(dataPath(key, store), version, "value", store) };
  const refused = metadataProblem(key, store);
  return refused === undefined
    ? { request: requestOf(metadataPath(key, store), "", "metadata", store) }
    : { problem: refused };
}

/** ESO: buildMetadataPath, also for folders. Other than a data path it keeps a mount that a key begins with. */
export function metadataPath(key: string, { path, version }: VaultMount): string {
  if (path === undefined) return key.replace("/data/", "/metadata/");
  return version === "v1" ? `${path}/${key}` : `${path}/metadata/${key}`;
}

/** Why the metadata of `key` cannot be asked for. */
export function metadataProblem(key: string, { path, version }: VaultMount): Problem | undefined {
  if (version === "v1") {
    return {
      code: "REMOTE_REF_UNSUPPORTED",
      message: "a KV store of version v1 has no metadata",
      hint: "Remove metadataPolicy, or set the store's version to v2",
    };
  }
  return path === undefined ? pathlessProblem(key) : undefined;
}

/** Without a mount in the store, only a key that says where the mount ends can be turned into a metadata path. */
export function pathlessProblem(key: string): Problem | undefined {
  if (key.includes("data")) return undefined;
  return {
    code: "REMOTE_REF_UNSUPPORTED",
    message: "the store names no path, and the key does not say where the mount ends",
    hint: "Set the store's path to the mount, or write MOUNT/data/NAME",
  };
}

/** ESO: buildPath. */
function dataPath(key: string, { path, version }: VaultMount): string {
  const isV2 = version === "v2";
  if (path !== undefined) return `${path}${isV2 ? "/data" : ""}/${withoutMount(key, path, isV2)}`;
  if (!isV2 || key.includes("/data/")) return key;
  const [mount = "", ...rest] = key.split("/");
  return [mount, "data", ...rest].join("/");
}

function withoutMount(key: string, mount: string, isV2: boolean): string {
  if (!key.startsWith(`${mount}/`)) return key;
  const rest = key.slice(mount.length + 1);
  return isV2 && rest.startsWith("data/") ? rest.slice("data/".length) : rest;
}

function requestOf(path: string, version: string, what: ReadRequest["what"], store: VaultMount): ReadRequest {
  const key = cleanPath(path);
  return { resourceId: `vault:${endpointId(store)}:${secretPath(key, what, store)}`, version, what, key };
}

/** The API's path without the `data` or `metadata` that KV v2 puts behind the mount. */
function secretPath(key: string, what: ReadRequest["what"], { path, version }: VaultMount): string {
  if (version === "v1") return key;
  const part = what === "value" ? "data" : "metadata";
  if (path === undefined) return key.replace(`/${part}/`, "/");
  const mount = cleanPath(path);
  const prefix = mount === "" ? `${part}/` : `${mount}/${part}/`;
  return key.startsWith(prefix) ? `${mount}/${key.slice(prefix.length)}` : key;
}
