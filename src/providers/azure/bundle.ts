import { decodeBase64 } from "../../go/base64.ts";
import { bytesOfGoString, toGoString } from "../../go/bytes.ts";
import { Sensitive } from "../../ground/sensitive.ts";
import type { HttpResponse } from "../../net/network.ts";
import type { AzureType } from "./address.ts";
import type { JsonMembers } from "./json-members.ts";
import { jsonMembers, membersOf, numberOf, textOf } from "./json-members.ts";
import { jsonWebKey } from "./json-web-key.ts";
import type { AzureObject, Tags, Times } from "./object.ts";

/** An object, and the identifier that the vault gives it: `https://HOST/keys/NAME/VERSION`. */
export interface Identified {
  readonly id: string;
  readonly object: AzureObject;
}

/**
 * A key or certificate in an answer of Key Vault's API. Undefined where it is not what the API has: a certificate that
 * is not issued yet has no `cer`.
 * https://learn.microsoft.com/rest/api/keyvault/keys/get-key/get-key#keybundle and
 * https://learn.microsoft.com/rest/api/keyvault/certificates/get-certificate/get-certificate#certificatebundle
 */
export function readBundle(
  { body }: HttpResponse,
  type: Exclude<AzureType, "secret">,
  useAzureSdk: boolean,
): Identified | undefined {
  const bundle = jsonMembers(body);
  const key = membersOf(bundle?.get("key"));
  const id = type === "key" ? textOf(key, "kid") : textOf(bundle, "id");
  const value = type === "key" ? keyValue(key, useAzureSdk) : derOf(textOf(bundle, "cer"));
  if (bundle === undefined || id === undefined || value === undefined) return undefined;
  const attributes = membersOf(bundle.get("attributes"));
  return {
    id,
    object: { type, value: new Sensitive(value), tags: tagsOf(bundle), times: timesOf(attributes) },
  };
}

/** Whether an identifier is of the object that was asked for. Letter case does not count in names. */
export function isIdentifierOf(id: string, key: string, version: string): boolean {
  const path = URL.parse(id)?.pathname.toLowerCase() ?? "";
  const asked = `/${key.toLowerCase()}/`;
  return version === "" ? path.startsWith(asked) : path === asked + version.toLowerCase();
}

function keyValue(key: JsonMembers | undefined, useAzureSdk: boolean): Uint8Array | undefined {
  const json = key === undefined ? undefined : jsonWebKey(key, useAzureSdk);
  return json === undefined ? undefined : bytesOfGoString(json);
}

function derOf(base64: string | undefined): Uint8Array | undefined {
  if (base64 === undefined) return undefined;
  const decoded = decodeBase64(toGoString(base64), "std");
  return decoded.ok ? bytesOfGoString(decoded.value) : undefined;
}

function tagsOf(bundle: JsonMembers): Tags {
  const tags = new Map<string, string | null>();
  for (const [name, node] of membersOf(bundle.get("tags")) ?? []) {
    if (node.kind === "string") tags.set(toGoString(name), node.value);
    if (node.kind === "null") tags.set(toGoString(name), null);
  }
  return tags;
}

const TIMES = { exp: "expires", created: "created", updated: "updated", nbf: "notBefore" } as const;

function timesOf(attributes: JsonMembers | undefined): Times {
  const times = new Map<(typeof TIMES)[keyof typeof TIMES], number>();
  for (const [member, name] of Object.entries(TIMES)) {
    const seconds = numberOf(attributes, member);
    if (seconds !== undefined) times.set(name, seconds);
  }
  return times;
}
