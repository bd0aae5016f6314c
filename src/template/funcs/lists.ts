import { type CallContext, type Func, FuncError, type FuncMap, List, type Value } from "../values.ts";
import { allocateList } from "./allocation.ts";
import { countAt, fixed, valueAt, variadic } from "./arguments.ts";
import { toInt64 } from "./casts.ts";
import { deepEqual } from "./deep-equal.ts";
import { isEmpty } from "./emptiness.ts";
import { kindOf } from "./reflection.ts";

/**
 * Sprig's functions on lists. Each but `list`, `tuple` and `concat` has a `must` twin, which in Go returns the error
 * that the other panics with; here both throw it.
 */
export const LIST_FUNCS: FuncMap = new Map<string, Func>([
  ["list", variadic(["interface {}"], (args, context) => listOf([...args], context))],
  ["tuple", variadic(["interface {}"], (args, context) => listOf([...args], context))],
  ["concat", variadic(["interface {}"], concat)],
  ...twins(
    "first",
    fixed(["interface {}"], (args) => itemsOf(args, 0)[0] ?? null),
  ),
  ...twins(
    "last",
    fixed(["interface {}"], (args) => itemsOf(args, 0).at(-1) ?? null),
  ),
  ...twins(
    "rest",
    fixed(["interface {}"], (args, context) => nilIfEmpty(itemsOf(args, 0), 1, context)),
  ),
  ...twins(
    "initial",
    fixed(["interface {}"], (args, context) => nilIfEmpty(itemsOf(args, 0), 0, context)),
  ),
  ...twins("append", fixed(["interface {}", "interface {}"], append)),
  ...twins("push", fixed(["interface {}", "interface {}"], append)),
  ...twins("prepend", fixed(["interface {}", "interface {}"], prepend)),
  ...twins(
    "reverse",
    fixed(["interface {}"], (args, context) => listOf(itemsOf(args, 0).toReversed(), context)),
  ),
  ...twins("compact", fixed(["interface {}"], compact)),
  ...twins("uniq", fixed(["interface {}"], uniq)),
  ...twins("without", variadic(["interface {}", "interface {}"], without)),
  ...twins("has", fixed(["interface {}", "interface {}"], has)),
  ...twins("slice", variadic(["interface {}", "interface {}"], slice)),
  ...twins("chunk", fixed(["int", "interface {}"], chunk)),
]);

/** A function under its name and under that of its twin: `first` and `mustFirst`. */
function twins(name: string, func: Func): [string, Func][] {
  return [
    [name, func],
    [`must${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, func],
  ];
}

function listOf(items: Value[], context: CallContext): List {
  allocateList(context, items.length);
  return new List("[]interface {}", items);
}

/** The items of a list argument. Throws a FuncError for anything else, nil included. */
function itemsOf(args: readonly Value[], index: number): readonly Value[] {
  const value = valueAt(args, index);
  if (value instanceof List) return value.items ?? [];
  throw new FuncError(
    `wrong type of argument: expected a list, got ${value === null ? "nil" : kindOf(value)}`,
  );
}

/** The list without its first item (from 1) or its last (from 0); of an empty list a nil slice. */
function nilIfEmpty(items: readonly Value[], from: 0 | 1, context: CallContext): List {
  if (items.length === 0) return new List("[]interface {}", null);
  return listOf(items.slice(from, items.length - 1 + from), context);
}

function append(args: readonly Value[], context: CallContext): Value {
  return listOf([...itemsOf(args, 0), valueAt(args, 1)], context);
}

function prepend(args: readonly Value[], context: CallContext): Value {
  return listOf([valueAt(args, 1), ...itemsOf(args, 0)], context);
}

function concat(args: readonly Value[], context: CallContext): Value {
  const lists = args.map((_, index) => itemsOf(args, index));
  const count = lists.reduce((sum, items) => sum + items.length, 0);
  allocateList(context, count);
  return new List("[]interface {}", count === 0 ? null : lists.flatMap((items) => [...items]));
}

function compact(args: readonly Value[], context: CallContext): Value {
  const kept = itemsOf(args, 0).filter((item) => !isEmpty(item));
  return listOf(kept, context);
}

function uniq(args: readonly Value[], context: CallContext): Value {
  const kept: Value[] = [];
  for (const item of itemsOf(args, 0)) if (!includes(kept, item, context)) kept.push(item);
  return listOf(kept, context);
}

function without(args: readonly Value[], context: CallContext): Value {
  const omitted = args.slice(1);
  const kept = itemsOf(args, 0).filter((item) => !includes(omitted, item, context));
  return listOf(kept, context);
}

/** The needle comes first; nothing is in nil. */
function has(args: readonly Value[], context: CallContext): Value {
  return valueAt(args, 1) !== null && includes(itemsOf(args, 1), valueAt(args, 0), context);
}

function includes(items: readonly Value[], needle: Value, context: CallContext): boolean {
  return items.some((item) => deepEqual(needle, item, context));
}

/**
 * A part of a list by start and end, of the list's own type; nil for an empty list. Go lets the end pass the list's
 * length up to its capacity, which no template can know: here it is an error.
 */
function slice(args: readonly Value[], context: CallContext): Value {
  const items = itemsOf(args, 0);
  const list = valueAt(args, 0);
  if (items.length === 0 || !(list instanceof List)) return null;
  const start = args.length > 1 ? Number(toInt64(valueAt(args, 1))) : 0;
  const end = args.length > 2 ? Number(toInt64(valueAt(args, 2))) : items.length;
  if (start < 0 || start > end || end > items.length) throw new FuncError("slice index out of bounds");
  if (start === 0 && end === items.length) return list;
  allocateList(context, end - start);
  return new List(list.type, items.slice(start, end));
}

/** Parts of `size` items, the last one shorter. Of sizes below 1 Go accepts what its arithmetic happens to survive. */
function chunk(args: readonly Value[], context: CallContext): Value {
  const size = countAt(args, 0);
  const items = itemsOf(args, 1);
  const count = Math.floor((items.length - 1) / size) + 1;
  const last = items.length % size || size;
  if (!(count >= 0) || !Number.isFinite(count) || (count > 0 && last < 0))
    throw new FuncError("the size is out of range");
  allocateList(context, count + items.length);
  const chunks = Array.from({ length: count }, (_, index) => {
    const start = index * size;
    return new List("[]interface {}", items.slice(start, start + (index === count - 1 ? last : size)));
  });
  return new List("[][]interface {}", chunks);
}
