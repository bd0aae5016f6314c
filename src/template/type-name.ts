import type { Dict, Int, List, Struct } from "./values.ts";
import { Complex, Func, type Value } from "./values.ts";

/** Go's name of a value's dynamic type, as %T prints it: "<nil>" for nil. */
export function typeName(value: Value): string {
  switch (typeof value) {
    case "string":
      return "string";
    case "number":
      return "float64";
    case "boolean":
      return "bool";
    default:
      return value === null ? "<nil>" : objectTypeName(value);
  }
}

function objectTypeName(value: Int | Complex | List | Dict | Struct | Func): string {
  if (value instanceof Complex) return "complex128";
  if (value instanceof Func) return `func(${parameters(value)})`;
  return value.type;
}

function parameters({ params, variadic }: Func): string {
  return params
    .map((param, index) => (variadic && index === params.length - 1 ? `...${param}` : param))
    .join(", ");
}
