import { isTrue } from "../truth.ts";
import { Func, type FuncMap, type Value } from "../values.ts";

/** `and`: the first argument that is not true, or else the last. The engine evaluates its arguments one by one. */
export const AND = new Func(["interface {}", "interface {}"], true, (args) => deciding(args, false));

/** `or`: the first argument that is true, or else the last. The engine evaluates its arguments one by one. */
export const OR = new Func(["interface {}", "interface {}"], true, (args) => deciding(args, true));

const NOT = new Func(["interface {}"], false, ([value]) => !isTrue(value));

/** `and`, `or` and `not`. */
export const LOGIC: FuncMap = new Map([
  ["and", AND],
  ["or", OR],
  ["not", NOT],
]);

function deciding(args: readonly Value[], decisive: boolean): Value {
  return args.find((value) => isTrue(value) === decisive) ?? args.at(-1) ?? null;
}
