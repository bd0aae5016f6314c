import type { GoString } from "../../go/bytes.ts";
import { type CallContext, Dict, type Func, FuncError, type FuncMap, List, type Value } from "../values.ts";
import { allocateCollection, allocateString } from "./allocation.ts";
import { countAt, fixed, stringAt, valueAt } from "./arguments.ts";
import { countOccurrences, countRunes, explode } from "./runes.ts";
import { textOf } from "./value-text.ts";

/** Sprig's functions between strings and lists of strings. */
export const SPLIT_FUNCS: FuncMap = new Map<string, Func>([
  [
    "split",
    fixed(["string", "string"], (args, context) =>
      partsOf(stringAt(args, 0), -1, stringAt(args, 1), context),
    ),
  ],
  [
    "splitn",
    fixed(["string", "int", "string"], (args, context) =>
      partsOf(stringAt(args, 0), countAt(args, 1), stringAt(args, 2), context),
    ),
  ],
  [
    "splitList",
    fixed(
      ["string", "string"],
      (args, context) => new List("[]string", split(stringAt(args, 1), stringAt(args, 0), -1, context)),
    ),
  ],
  ["join", fixed(["string", "interface {}"], join)],
  ["toStrings", fixed(["interface {}"], (args, context) => stringListOf(valueAt(args, 0), context))],
  ["sortAlpha", fixed(["interface {}"], sortAlpha)],
]);

/** The parts as a map with the keys `_0`, `_1` and so on. */
function partsOf(separator: GoString, limit: number, s: GoString, context: CallContext): Value {
  const parts = split(s, separator, limit, context);
  return new Dict("map[string]string", new Map(parts.map((part, index) => [`_${index}`, part])));
}

/** `strings.SplitN`: at most `limit` parts, all for a limit below zero; an empty separator splits into runes. */
function split(s: GoString, separator: GoString, limit: number, context: CallContext): GoString[] {
  if (limit === 0) return [];
  const all = separator === "" ? countRunes(s) : countOccurrences(s, separator) + 1;
  allocateCollection(context, limit < 0 ? all : Math.min(limit, all));
  const parts = separator === "" ? explode(s) : s.split(separator);
  if (limit < 0 || parts.length <= limit) return parts;
  return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}

function join(args: readonly Value[], context: CallContext): Value {
  const separator = stringAt(args, 0);
  const parts = stringsOf(stringListOf(valueAt(args, 1), context));
  const size = parts.reduce(
    (sum, part) => sum + part.length,
    separator.length * Math.max(0, parts.length - 1),
  );
  allocateString(context, size);
  return parts.join(separator);
}

/** Sprig's strslice: a list's items but nil as strings, any other value as one; a []string is given back itself. */
function stringListOf(value: Value, context: CallContext): List {
  if (value === null) return new List("[]string", []);
  if (!(value instanceof List)) return new List("[]string", [textOf(value, context)]);
  if (value.type === "[]string") return value;
  const items = value.items ?? [];
  allocateCollection(context, items.length);
  return new List(
    "[]string",
    items.filter((item) => item !== null).map((item) => textOf(item, context)),
  );
}

function stringsOf(list: List): GoString[] {
  return (list.items ?? []).map((item) => {
    if (typeof item === "string") return item;
    throw new FuncError("wrong type of item: expected string");
  });
}

/** Sorts by bytes; a []string is sorted in place, any other list leaves its own order alone. */
function sortAlpha(args: readonly Value[], context: CallContext): Value {
  const value = valueAt(args, 0);
  if (!(value instanceof List)) return new List("[]string", [textOf(value, context)]);
  const list = stringListOf(value, context);
  const sorted = stringsOf(list).toSorted((a, b) => (a < b ? -1 : Number(a > b)));
  context.charge(sorted.length);
  list.items?.splice(0, sorted.length, ...sorted);
  return list;
}
