import type { GoString } from "../../go/bytes.ts";
import type { GoJson } from "../../go/json-marshal.ts";
import { marshalJson } from "../../go/json-marshal.ts";
import type { JsonNode } from "../../go/json-parse.ts";
import type { JsonMembers } from "./json-members.ts";

/** Numbers of a key, and what they are made of: bytes that stand side by side in the struct. */
const NUMBERS = ["n", "e", "d", "dp", "dq", "qi", "p", "q", "k", "key_hsm"] as const;

/** Members as the struct JSONWebKey of azure-sdk-for-go's services/keyvault/v7.0 has them, in its order. */
const LEGACY_ORDER = ["kid", "kty", "key_ops", ...NUMBERS, "crv", "x", "y"] as const;

/** Members of bytes, which azkeys decodes and encodes anew without padding. */
const BYTES: ReadonlySet<string> = new Set([...NUMBERS, "x", "y"]);

/** Members that the legacy struct holds as plain text, which it leaves out where they are empty. */
const PLAIN: ReadonlySet<string> = new Set(["kty", "crv"]);

/**
 * The JSON of a key as ESO gives it: by default in the order of the legacy client's struct; with `useAzureSDK` sorted
 * by name. Members that neither client knows are left out. Undefined where a member is not of its type.
 */
export function jsonWebKey(key: JsonMembers, useAzureSdk: boolean): GoString | undefined {
  const order = useAzureSdk ? LEGACY_ORDER.toSorted() : LEGACY_ORDER;
  const members: GoString[] = [];
  for (const name of order) {
    const node = key.get(name);
    if (node === undefined || node.kind === "null") continue;
    const value = name === "key_ops" ? operations(node) : text(node, useAzureSdk && BYTES.has(name));
    if (value === undefined) return undefined;
    if (value === "" && PLAIN.has(name) && !useAzureSdk) continue;
    members.push(`${marshalJson(name)}:${marshalJson(value)}`);
  }
  return `{${members.join(",")}}`;
}

function text(node: JsonNode, withoutPadding: boolean): GoString | undefined {
  if (node.kind !== "string") return undefined;
  return withoutPadding ? node.value.replace(/=+$/, "") : node.value;
}

function operations(node: JsonNode): GoJson | undefined {
  if (node.kind !== "array") return undefined;
  const items = node.items.map((item) => text(item, false));
  return items.some((item) => item === undefined) ? undefined : items.map((item) => item ?? "");
}
