import { typeName } from "../type-name.ts";
import { Complex, Dict, Func, type FuncMap, Int, List, type Value } from "../values.ts";
import { fixed, stringAt, valueAt } from "./arguments.ts";
import { deepEqual } from "./deep-equal.ts";

/** Sprig's functions on the types of values, by the names that Go prints (`%T`) and reflect's kinds. */
export const REFLECTION_FUNCS: FuncMap = new Map<string, Func>([
  ["typeOf", fixed(["interface {}"], (args) => typeName(valueAt(args, 0)))],
  ["typeIs", fixed(["string", "interface {}"], (args) => stringAt(args, 0) === typeName(valueAt(args, 1)))],
  ["typeIsLike", fixed(["string", "interface {}"], typeIsLike)],
  ["kindOf", fixed(["interface {}"], (args) => kindOf(valueAt(args, 0)))],
  ["kindIs", fixed(["string", "interface {}"], (args) => stringAt(args, 0) === kindOf(valueAt(args, 1)))],
  [
    "deepEqual",
    fixed(["interface {}", "interface {}"], (args, context) =>
      deepEqual(valueAt(args, 0), valueAt(args, 1), context),
    ),
  ],
]);

/** A type is like the one that it points to. */
function typeIsLike(args: readonly Value[]): Value {
  const target = stringAt(args, 0);
  const name = typeName(valueAt(args, 1));
  return target === name || `*${target}` === name;
}

/** `reflect.Kind.String`: what a type is made of, such as "slice" for every list; "invalid" for nil. */
export function kindOf(value: Value): string {
  if (value === null) return "invalid";
  if (value instanceof List) return "slice";
  if (value instanceof Dict) return "map";
  if (value instanceof Complex) return "complex128";
  if (value instanceof Func) return "func";
  if (value instanceof Int) return intKind(value);
  const name = typeName(value);
  if (typeof value !== "object") return name;
  return name.startsWith("*") ? "ptr" : "struct";
}

function intKind({ type }: Int): string {
  if (type === "time.Duration") return "int64";
  return type.startsWith("time.") ? "int" : type;
}
