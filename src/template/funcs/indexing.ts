import { typeName } from "../type-name.ts";
import type { CallContext, FuncMap } from "../values.ts";
import { Dict, Func, FuncError, Int, List, type Value } from "../values.ts";

/** `index`, `slice` and `len` (Go: text/template, funcs.go). Sprig's `slice`, for lists only, replaces this one. */
export const INDEXING: FuncMap = new Map([
  ["index", over(index)],
  ["slice", over(slice)],
  ["len", new Func(["interface {}"], false, ([item = null]) => length(item))],
]);

function over(call: (item: Value, indexes: readonly Value[], context: CallContext) => Value): Func {
  return new Func(["interface {}", "interface {}"], true, ([item = null, ...indexes], context) =>
    call(item, indexes, context),
  );
}

function index(item: Value, keys: readonly Value[]): Value {
  if (item === null) throw new FuncError("nil cannot be indexed");
  return keys.reduce(element, item);
}

/** A map gives the zero value of its elements for a key that it does not have. */
function element(item: Value, key: Value): Value {
  if (item instanceof Dict) {
    if (typeof key !== "string")
      throw new FuncError(`the key of a map must be a string, not ${typeName(key)}`);
    return item.entries.get(key) ?? (item.type === "map[string]string" ? "" : null);
  }
  if (item instanceof List) return (item.items ?? [])[position(key, sizeOf(item) - 1)] ?? null;
  if (typeof item === "string")
    return new Int("uint8", BigInt(item.charCodeAt(position(key, item.length - 1))));
  throw new FuncError(`a value of type ${typeName(item)} cannot be indexed`);
}

/** An index from 0 up to the last that is allowed. */
function position(key: Value, last: number): number {
  if (!(key instanceof Int)) throw new FuncError(`an index must be an integer, not ${typeName(key)}`);
  if (key.value < 0n || key.value > BigInt(last)) throw new FuncError("the index is out of range");
  return Number(key.value);
}

function slice(item: Value, bounds: readonly Value[], context: CallContext): Value {
  if (bounds.length > 3) throw new FuncError("a slice has at most three bounds");
  if (typeof item === "string") {
    if (bounds.length > 2) throw new FuncError("a slice of a string has at most two bounds");
    return item.slice(...boundsOf(bounds, item.length));
  }
  if (!(item instanceof List)) throw new FuncError(`a value of type ${typeName(item)} cannot be sliced`);
  const [start, end] = boundsOf(bounds, sizeOf(item));
  context.allocate((end - start) * 16);
  return new List(item.type, item.items?.slice(start, end) ?? null);
}

function boundsOf(bounds: readonly Value[], size: number): [start: number, end: number] {
  const [start = 0, end = size, most = end] = bounds.map((bound) => position(bound, size));
  if (start > end || end > most) throw new FuncError("the bounds of a slice must not decrease");
  return [start, end];
}

function length(item: Value): Int {
  return new Int("int", BigInt(sizeOf(item)));
}

function sizeOf(item: Value): number {
  if (typeof item === "string") return item.length;
  if (item instanceof List) return item.items?.length ?? 0;
  if (item instanceof Dict) return item.entries.size;
  throw new FuncError(`a value of type ${typeName(item)} has no length`);
}
