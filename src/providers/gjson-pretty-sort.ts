import type { GoString } from "../go/bytes.ts";
import { parseJson } from "../go/json-parse.ts";
import { parseFloat } from "../go/strconv-parse-float.ts";
import type { ChunkBuffer } from "./gjson-chunks.ts";
import { trimSpace } from "./gjson-string.ts";

/** A member that was written: its name with quotes, and its place in the output. */
export interface Pair {
  readonly name: GoString;
  readonly start: number;
  readonly end: number;
}

/** Brings members that were written last into the order of their names (tidwall/pretty, sortPairs). */
export function sortPairs(out: ChunkBuffer, pairs: readonly Pair[]): void {
  const [first] = pairs;
  if (first === undefined) return;
  const written = pairs.map(({ name, start, end }) => ({ name, text: out.between(start, end) }));
  const sorted = written.toSorted(
    (a, b) => compareJson(a.name, b.name) || compareJson(valueIn(a), valueIn(b)),
  );
  if (sorted.every((pair, index) => pair === written[index])) return;
  out.cut(first.start);
  out.push(sorted.map(({ text }) => text).join(",\n"));
}

interface Written {
  readonly name: GoString;
  readonly text: GoString;
}

/** The value in `"name": value`, as far as it is found by length. */
function valueIn({ name, text }: Written): GoString {
  const trimmed = trimSpace(text);
  return trimmed.length > name.length ? trimSpace(trimmed.slice(name.length + 1)) : trimmed;
}

/** null, false, numbers, strings, true, groups; strings and numbers by what they mean, the rest as written. */
function compareJson(a: GoString, b: GoString): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (a.startsWith('"')) return compare(stringIn(a), stringIn(b));
  return rankOf(a) === NUMBER ? compare(parseFloat(a, 64).value, parseFloat(b, 64).value) : compare(a, b);
}

function compare<Comparable extends string | number>(a: Comparable, b: Comparable): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

const NUMBER = 2;

function rankOf(json: GoString): number {
  switch (json.charAt(0)) {
    case "":
    case "n":
      return 0;
    case "f":
      return 1;
    case '"':
      return 3;
    case "t":
      return 4;
    case "[":
    case "{":
      return 5;
    default:
      return NUMBER;
  }
}

/** What a string means: nothing where it has an escape and is no JSON. */
function stringIn(json: GoString): GoString {
  const plain = /^"([^"\\]*)"/.exec(json)?.[1];
  if (plain !== undefined) return plain;
  try {
    const node = parseJson(json);
    return node.kind === "string" ? node.value : "";
  } catch {
    return "";
  }
}
