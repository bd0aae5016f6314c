import type { Operand } from "./execution.ts";
import { Complex, Dict, Int, List } from "./values.ts";

/** Whether `if` takes a value for true (Go: template.IsTrue): all but zero, nil and what is empty. */
export function isTrue(value: Operand): boolean {
  switch (typeof value) {
    case "boolean":
      return value;
    case "string":
      return value !== "";
    case "number":
      return value !== 0;
    default:
      return value !== undefined && value !== null && isObjectTrue(value);
  }
}

function isObjectTrue(value: object): boolean {
  if (value instanceof Int) return value.value !== 0n;
  if (value instanceof List) return value.items !== null && value.items.length > 0;
  if (value instanceof Dict) return value.entries.size > 0;
  return !(value instanceof Complex) || value.re !== 0 || value.im !== 0;
}
