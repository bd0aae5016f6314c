import type { GoString } from "../../go/bytes.ts";
import { type CallContext, Dict, FuncError, LimitError, type Value } from "../values.ts";
import { allocateCollection } from "./allocation.ts";
import { isEmpty } from "./emptiness.ts";

/** How deep dicts may be nested that are merged: one that holds itself would be merged for ever. */
const MAX_DEPTH = 500;

/**
 * dario.cat/mergo's Merge on maps: fills what is missing or empty in `target` from `source`, key by key, and goes
 * into dicts that both have. With `overwrites`, every other value of the source replaces the target's, empty ones
 * included. Values are shared, not copied. Throws a FuncError where a dict of strings would get another kind.
 */
export function merge(
  target: Dict,
  source: Dict,
  overwrites: boolean,
  context: CallContext,
  depth = 0,
): void {
  if (depth > MAX_DEPTH) throw new LimitError(`dicts are nested more than ${MAX_DEPTH} deep`);
  allocateCollection(context, source.entries.size);
  for (const [key, value] of source.entries) {
    if (value === null && !overwrites) continue;
    const existing = target.entries.get(key) ?? null;
    if (existing instanceof Dict && value instanceof Dict) {
      merge(existing, value, overwrites, context, depth + 1);
      if (!isEmpty(existing)) continue;
    }
    if (overwrites || isEmpty(existing)) assign(target, key, value, source);
  }
}

function assign(target: Dict, key: GoString, value: Value, source: Dict): void {
  if (target.type === "map[string]string" && source.type !== target.type) {
    throw new FuncError("a dict of strings cannot be merged with one of other values");
  }
  target.entries.set(key, value);
}
