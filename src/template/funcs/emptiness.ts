import { Complex, Dict, Int, List, type Value } from "../values.ts";

/** Sprig's `empty`: nil, false, zero, and strings, lists and maps without anything in them. */
export function isEmpty(value: Value): boolean {
  if (value instanceof List) return (value.items ?? []).length === 0;
  if (value instanceof Dict) return value.entries.size === 0;
  if (value instanceof Int) return value.value === 0n;
  if (value instanceof Complex) return value.re === 0 && value.im === 0;
  return value === null || value === false || value === "" || value === 0;
}
