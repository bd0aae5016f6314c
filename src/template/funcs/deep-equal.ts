import { isDeepStrictEqual } from "node:util";
import { type CallContext, Complex, Dict, Int, LimitError, List, Struct, type Value } from "../values.ts";

/** How deep values may be nested that are compared: a dict may hold itself. */
const MAX_DEPTH = 500;

/**
 * `reflect.DeepEqual`: equal types and equal contents. NaN differs from itself unless it is the same list that holds
 * it, and a nil slice differs from an empty one.
 */
export function deepEqual(a: Value, b: Value, context: CallContext, depth = 0): boolean {
  context.charge(1);
  if (depth > MAX_DEPTH) throw new LimitError(`lists and dicts are nested more than ${MAX_DEPTH} deep`);
  if (a instanceof List) return b instanceof List && equalLists(a, b, context, depth);
  if (a instanceof Dict) return b instanceof Dict && equalDicts(a, b, context, depth);
  if (a instanceof Int) return b instanceof Int && a.type === b.type && a.value === b.value;
  if (a instanceof Complex) return b instanceof Complex && a.re === b.re && a.im === b.im;
  if (a instanceof Struct) return b instanceof Struct && equalStructs(a, b, context, depth);
  return a === b;
}

function equalLists(a: List, b: List, context: CallContext, depth: number): boolean {
  if (a.type !== b.type || a.items?.length !== b.items?.length) return false;
  if (a.items === b.items) return true;
  return (a.items ?? []).every((item, index) =>
    deepEqual(item, b.items?.[index] ?? null, context, depth + 1),
  );
}

function equalDicts(a: Dict, b: Dict, context: CallContext, depth: number): boolean {
  if (a.type !== b.type || a.isNil !== b.isNil || a.entries.size !== b.entries.size) return false;
  if (a.entries === b.entries) return true;
  return [...a.entries].every(([key, value]) => {
    const other = b.entries.get(key);
    return other !== undefined && deepEqual(value, other, context, depth + 1);
  });
}

function equalStructs(a: Struct, b: Struct, context: CallContext, depth: number): boolean {
  if (a.type !== b.type) return false;
  if (a === b) return true;
  const fields = [...a.fields].every(([name, value]) =>
    deepEqual(value, b.fields.get(name) ?? null, context, depth + 1),
  );
  return fields && isDeepStrictEqual(a.inner, b.inner);
}
