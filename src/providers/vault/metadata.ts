import type { GoString } from "../../go/bytes.ts";
import type { JsonNode } from "../../go/json-parse.ts";
import { marshalJson } from "../../go/json-marshal.ts";
import type { Members } from "./envelope.ts";
import { literalValueOf } from "../decode-json.ts";
import { membersOf } from "./envelope.ts";

/** What KV v2 itself knows of a secret, as far as it counts as its metadata. */
const SYSTEM = ["created_time", "current_version", "delete_version_after"];

/** The metadata of a secret as texts (ESO: readSecretMetadata): Vault's own, and custom metadata over them. */
export function metadataOf(data: Members | undefined): ReadonlyMap<GoString, GoString> {
  const metadata = new Map<GoString, GoString>();
  for (const name of SYSTEM) {
    const value = data?.get(name);
    if (value !== undefined && value.kind !== "null") metadata.set(name, printed(value));
  }
  for (const [name, value] of membersOf(data?.get("custom_metadata")) ?? [])
    metadata.set(name, printed(value));
  return metadata;
}

/** Go's `%v`, as far as metadata can hold it. */
function printed(node: JsonNode): GoString {
  switch (node.kind) {
    case "null":
      return "<nil>";
    case "string":
      return node.value;
    case "bool":
      return String(node.value);
    case "number":
      return node.text;
    case "array":
    case "object":
      return marshalJson(literalValueOf(node));
  }
}
