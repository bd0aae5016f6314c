import type { GoString } from "../../go/bytes.ts";
import { type CallContext, Dict, type Func, FuncError, type FuncMap, List, type Value } from "../values.ts";
import { allocateCollection } from "./allocation.ts";
import { dictAt, entriesAt, fixed, stringAt, valueAt, variadic } from "./arguments.ts";
import { deepCopy } from "./deep-copy.ts";
import { merge } from "./merge.ts";
import { textOf } from "./value-text.ts";

/** Sprig's functions on dicts. `keys` and `values` are in the order of the keys, where Go has none. */
export const DICT_FUNCS: FuncMap = new Map<string, Func>([
  ["dict", variadic(["interface {}"], dict)],
  [
    "get",
    fixed(
      ["map[string]interface {}", "string"],
      (args) => entriesAt(args, 0).get(stringAt(args, 1)) ?? missing(args),
    ),
  ],
  ["set", fixed(["map[string]interface {}", "string", "interface {}"], set)],
  ["unset", fixed(["map[string]interface {}", "string"], unset)],
  [
    "hasKey",
    fixed(["map[string]interface {}", "string"], (args) => entriesAt(args, 0).has(stringAt(args, 1))),
  ],
  ["pluck", variadic(["string", "map[string]interface {}"], pluck)],
  ["keys", variadic(["map[string]interface {}"], keys)],
  ["values", fixed(["map[string]interface {}"], values)],
  ["pick", variadic(["map[string]interface {}", "string"], (args, context) => filtered(args, true, context))],
  [
    "omit",
    variadic(["map[string]interface {}", "string"], (args, context) => filtered(args, false, context)),
  ],
  ["dig", variadic(["interface {}"], dig)],
  ["merge", merging(false)],
  ["mustMerge", merging(false)],
  ["mergeOverwrite", merging(true)],
  ["mustMergeOverwrite", merging(true)],
  ["deepCopy", fixed(["interface {}"], (args, context) => deepCopy(valueAt(args, 0), context))],
  ["mustDeepCopy", fixed(["interface {}"], (args, context) => deepCopy(valueAt(args, 0), context))],
]);

function dictOf(entries: Map<GoString, Value>): Dict {
  return new Dict("map[string]interface {}", entries);
}

/** Keys and values by turns; a last key without a value gets the empty string. */
function dict(args: readonly Value[], context: CallContext): Value {
  allocateCollection(context, args.length);
  const entries = new Map<GoString, Value>();
  for (let index = 0; index < args.length; index += 2) {
    entries.set(
      textOf(valueAt(args, index), context),
      index + 1 < args.length ? valueAt(args, index + 1) : "",
    );
  }
  return dictOf(entries);
}

/** A key that is there with nil is not missing, although both read as null. */
function missing(args: readonly Value[]): Value {
  return entriesAt(args, 0).has(stringAt(args, 1)) ? null : "";
}

function set(args: readonly Value[], context: CallContext): Value {
  const target = dictAt(args, 0);
  if (target === null) throw new FuncError("nil is no dict to set a key in");
  allocateCollection(context, 1);
  target.entries.set(stringAt(args, 1), valueAt(args, 2));
  return target;
}

function unset(args: readonly Value[]): Value {
  const target = dictAt(args, 0);
  target?.entries.delete(stringAt(args, 1));
  return target ?? nilDict();
}

function pluck(args: readonly Value[], context: CallContext): Value {
  const key = stringAt(args, 0);
  allocateCollection(context, args.length);
  const found = args.flatMap((_, index) => {
    const value = index === 0 ? undefined : entriesAt(args, index).get(key);
    return value === undefined ? [] : [value];
  });
  return new List("[]interface {}", found);
}

function keys(args: readonly Value[], context: CallContext): Value {
  const found: GoString[] = [];
  args.forEach((_, index) => {
    allocateCollection(context, found.length + entriesAt(args, index).size);
    found.push(...sortedKeys(entriesAt(args, index)));
  });
  return new List("[]string", found);
}

function values(args: readonly Value[], context: CallContext): Value {
  const entries = entriesAt(args, 0);
  allocateCollection(context, entries.size);
  return new List(
    "[]interface {}",
    sortedKeys(entries).map((key) => entries.get(key) ?? null),
  );
}

function sortedKeys(entries: ReadonlyMap<GoString, Value>): GoString[] {
  return [...entries.keys()].toSorted((a, b) => (a < b ? -1 : 1));
}

function filtered(args: readonly Value[], picks: boolean, context: CallContext): Value {
  const names = new Set(args.slice(1));
  const kept = [...entriesAt(args, 0)].filter(([key]) => names.has(key) === picks);
  allocateCollection(context, kept.length);
  return dictOf(new Map(kept));
}

/** The value at a path of keys, or the default before the dict. A step through anything but a dict is an error. */
function dig(args: readonly Value[]): Value {
  if (args.length < 3) throw new FuncError("dig needs at least three arguments");
  let value = valueAt(args, args.length - 1);
  const path = args.slice(0, -2);
  if (!path.every((key) => typeof key === "string"))
    throw new FuncError("wrong type of key: expected string");
  for (const key of path) {
    if (!(value instanceof Dict) || value.type !== "map[string]interface {}") {
      throw new FuncError("dig steps through dicts only");
    }
    const next = value.entries.get(key);
    if (next === undefined) return valueAt(args, args.length - 2);
    value = next;
  }
  return value;
}

function merging(overwrites: boolean): Func {
  return variadic(["map[string]interface {}", "map[string]interface {}"], (args, context) => {
    let target = dictAt(args, 0);
    for (let index = 1; index < args.length; index++) {
      const source = dictAt(args, index);
      if (source === null) continue;
      target ??= dictOf(new Map());
      merge(target, source, overwrites, context);
    }
    return target ?? nilDict();
  });
}

/** What Go gives back of a nil map that was passed in. */
function nilDict(): Dict {
  return new Dict("map[string]interface {}", new Map(), true);
}
