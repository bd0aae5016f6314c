import type { GoString } from "../go/bytes.ts";
import type { GoJson } from "../go/json-marshal.ts";
import type { JsonNode } from "../go/json-parse.ts";
import { marshalJson } from "../go/json-marshal.ts";
import { jsonNumberToFloat } from "../go/json-parse.ts";
import { formatFloat } from "../go/strconv-format-float.ts";

/**
 * The bytes of a decoded JSON value (ESO: esutils.GetByteValue): text as it is, null as nothing, numbers in plain
 * decimals, objects and lists as `encoding/json` writes them: compact, sorted, `<`, `>` and `&` escaped.
 */
export function byteValue(value: GoJson): GoString {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number") return formatFloat(value, "f", -1, 64);
  if (typeof value !== "object") return String(value);
  return "number" in value ? value.number : marshalJson(value);
}

/**
 * A JSON value as Go decodes it into `any`: numbers as float64, of members with one name the last. Undefined
 * where a number is beyond float64, which Go refuses.
 */
export function decodedValueOf(node: JsonNode): GoJson | undefined {
  switch (node.kind) {
    case "null":
      return null;
    case "bool":
    case "string":
      return node.value;
    case "number":
      return finite(jsonNumberToFloat(node.text));
    case "array":
      return decodedItems(node.items);
    case "object":
      return decodedMembersOf(node.members);
  }
}

/** The members of a JSON object as Go decodes them into `map[string]any`; undefined as for `decodedValueOf`. */
export function decodedMembersOf(
  members: readonly (readonly [GoString, JsonNode])[],
): ReadonlyMap<GoString, GoJson> | undefined {
  const decoded = new Map<GoString, GoJson>();
  for (const [name, node] of members) {
    const value = decodedValueOf(node);
    if (value === undefined) return undefined;
    decoded.set(name, value);
  }
  return decoded;
}

function decodedItems(nodes: readonly JsonNode[]): readonly GoJson[] | undefined {
  const items: GoJson[] = [];
  for (const node of nodes) {
    const item = decodedValueOf(node);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
