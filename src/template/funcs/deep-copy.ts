import { type CallContext, Dict, FuncError, LimitError, List, Struct, type Value } from "../values.ts";
import { allocateCollection } from "./allocation.ts";
import { versionValue, ZERO_VERSION } from "./version-value.ts";

/** How deep values may be nested that are copied: a dict may hold itself. */
const MAX_DEPTH = 500;

/**
 * mitchellh/copystructure's Copy: lists and dicts are copied through all levels. A *semver.Version, which has no
 * fields that it can see, comes out as 0.0.0. Throws a FuncError for nil.
 */
export function deepCopy(value: Value, context: CallContext): Value {
  if (value === null) throw new FuncError("nil cannot be copied");
  return copied(value, context, 0);
}

function copied(value: Value, context: CallContext, depth: number): Value {
  context.charge(1);
  if (depth > MAX_DEPTH) throw new LimitError(`lists and dicts are nested more than ${MAX_DEPTH} deep`);
  if (value instanceof List) {
    allocateCollection(context, value.items?.length ?? 0);
    return new List(value.type, value.items?.map((item) => copied(item, context, depth + 1)) ?? null);
  }
  if (value instanceof Dict) {
    allocateCollection(context, value.entries.size);
    const entries = [...value.entries].map(([key, item]) => [key, copied(item, context, depth + 1)] as const);
    return new Dict(value.type, new Map(entries), value.isNil);
  }
  return value instanceof Struct && value.type === "*semver.Version" ? versionValue(ZERO_VERSION) : value;
}
