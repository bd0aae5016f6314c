import type { RemoteRef } from "../../eso/external-secret.ts";
import type { Address, ReadRequest } from "../../eso/read-request.ts";
import type { AzureProvider } from "../../eso/stores/azure.ts";
import type { Problem } from "../../ground/diagnostic.ts";
import { nearestName } from "../../ground/nearest.ts";
import { visible } from "../../ground/visible.ts";

/** The types of objects that a key may begin with. */
export type AzureType = "secret" | "key" | "cert";

/** What a remoteRef.key names. */
export interface AzureName {
  readonly type: AzureType;
  readonly name: string;
}

/** The members of the path of Key Vault's API, by type. */
export const COLLECTIONS = { secret: "secrets", key: "keys", cert: "certificates" } as const satisfies Record<
  AzureType,
  string
>;

const TYPES = ["secret", "key", "cert"] as const;

/** https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#vault-name-and-object-name */
const NAME = /^[0-9A-Za-z-]{1,127}$/;
const VERSION = /^[0-9A-Za-z]{1,127}$/;
/** What stands in the place of a version and is something else: a list, a policy, an operation that is not done. */
const NO_VERSIONS: ReadonlySet<string> = new Set([
  "versions",
  "policy",
  "pending",
  "rotationpolicy",
  "attestation",
]);

/**
 * What a remoteRef asks of a vault (ESO: getObjType): `NAME`, or `TYPE/NAME` of which all that follows is left out.
 * `key` of the request is the path below the vault without the version.
 */
export function addressAzure(
  { key, version = "", metadataPolicy }: Pick<RemoteRef, "key" | "version" | "metadataPolicy">,
  { vaultUrl }: Pick<AzureProvider, "vaultUrl">,
): Address {
  const named = azureName(key);
  if ("problem" in named) return named;
  if (version !== "" && (!VERSION.test(version) || NO_VERSIONS.has(version.toLowerCase())))
    return { problem: versionRefused(version) };
  return { request: requestOf(named, version, metadataPolicy === "Fetch" ? "metadata" : "value", vaultUrl) };
}

/** The request for the current version of a secret, as a find reads it. */
export function addressOfSecret(name: string, vaultUrl: string): ReadRequest {
  return requestOf({ type: "secret", name }, "", "value", vaultUrl);
}

/** Type and name in a remoteRef.key. Names of other characters, which no vault has, are refused here. */
export function azureName(key: string): AzureName | { readonly problem: Problem } {
  const [first = "", second] = key.split("/");
  const [type, name] = second === undefined ? ["secret", first] : [first, second];
  const known = TYPES.find((candidate) => candidate === type);
  if (known === undefined) return { problem: typeUnknown(type) };
  return NAME.test(name) ? { type: known, name } : { problem: nameRefused(name) };
}

/** `kv-shop.vault.azure.net`, with the port where it is not that of https; the whole text where it is no URL. */
export function vaultHost(vaultUrl: string): string {
  const url = URL.parse(vaultUrl);
  return url === null || url.host === "" ? visible(vaultUrl) : url.host;
}

/** Names are compared without regard to case, so a canonical name is in lower case. */
function requestOf(
  { type, name }: AzureName,
  version: string,
  what: ReadRequest["what"],
  vaultUrl: string,
): ReadRequest {
  return {
    resourceId: `azure:${vaultHost(vaultUrl)}:${type}/${name.toLowerCase()}`,
    version,
    what,
    key: `${COLLECTIONS[type]}/${name}`,
  };
}

function typeUnknown(type: string): Problem {
  const nearest = nearestName(type, TYPES);
  return {
    code: "REMOTE_KEY_REFUSED",
    message: `its key begins with the type "${visible(type)}", and Key Vault has secret, key and cert`,
    hint:
      nearest === undefined ? "Write NAME, secret/NAME, key/NAME or cert/NAME" : `Write "${nearest}/NAME"`,
  };
}

function nameRefused(name: string): Problem {
  return {
    code: "REMOTE_KEY_REFUSED",
    message: `no object of a key vault can have the name "${visible(name)}"`,
    hint: "Names have 1 to 127 letters, digits and hyphens: correct remoteRef.key",
  };
}

function versionRefused(version: string): Problem {
  return {
    code: "REMOTE_KEY_REFUSED",
    message: `no object of a key vault can have the version "${visible(version)}"`,
    hint: "A version is the 32 hexadecimal digits at the end of the object's identifier; without one the current version is read",
  };
}
