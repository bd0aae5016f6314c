import type { GoString } from "./bytes.ts";
import { formatFloat } from "./strconv-format-float.ts";
import { quote } from "./strconv-quote.ts";
import type { YamlMapping, YamlNode } from "./yaml-node.ts";
import type { YamlScalarValue } from "./yaml-scalar.ts";
import { scalarValue } from "./yaml-scalar.ts";

/** How deep a value is printed: an error text needs no more, and an alias inside its own anchor has no end. */
const DEEPEST = 20;

/** What Go's `%#v` prints for a node decoded into an `interface{}`, which go-yaml's errors about keys show. */
export function printGoSyntax(node: YamlNode): GoString {
  const text = print(node, 0);
  return text === NIL ? "<nil>" : text;
}

const NIL = "interface {}(nil)";

function print(node: YamlNode, depth: number): GoString {
  if (depth > DEEPEST) return "...";
  switch (node.kind) {
    case "alias":
      return print(node.target, depth + 1);
    case "scalar":
      return printScalar(scalarValue(node));
    case "sequence":
      return `[]interface {}{${node.items.map((item) => print(item, depth + 1)).join(", ")}}`;
    case "mapping":
      return `map[interface {}]interface {}{${printPairs(node, depth).join(", ")}}`;
    default:
      return node satisfies never;
  }
}

/** The pairs in the order of their keys; of equal keys the last one. */
function printPairs({ pairs }: YamlMapping, depth: number): GoString[] {
  const members = new Map<GoString, GoString>();
  for (const { key, value } of pairs) members.set(print(key, depth + 1), print(value, depth + 1));
  return [...members].toSorted(([a], [b]) => compareKeys(a, b)).map(([key, value]) => `${key}:${value}`);
}

/** Null first, numbers by size, everything else by its bytes. */
function compareKeys(a: GoString, b: GoString): number {
  if (a === NIL || b === NIL) return a === NIL ? -1 : 1;
  const difference = Number(a) - Number(b);
  if (!Number.isNaN(difference) && difference !== 0) return difference;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

const MAX_INT64 = 2n ** 63n - 1n;

function printScalar(value: YamlScalarValue): GoString {
  if (value === null) return NIL;
  if (typeof value === "string") return quote(value);
  if (typeof value === "number") return formatFloat(value, "g", -1, 64);
  return typeof value === "bigint" && value > MAX_INT64 ? `0x${value.toString(16)}` : String(value);
}
