import { type Func, FuncError, type FuncMap, type Value } from "../values.ts";
import { boolAt, fixed, valueAt, variadic } from "./arguments.ts";
import { isEmpty } from "./emptiness.ts";

/** Sprig's choices between values, by Go's idea of what is empty, and `fail`. */
export const DEFAULT_FUNCS: FuncMap = new Map<string, Func>([
  ["default", variadic(["interface {}", "interface {}"], defaultTo)],
  ["empty", fixed(["interface {}"], (args) => isEmpty(valueAt(args, 0)))],
  ["coalesce", variadic(["interface {}"], (args) => args.find((value) => !isEmpty(value)) ?? null)],
  ["all", variadic(["interface {}"], (args) => !args.some(isEmpty))],
  ["any", variadic(["interface {}"], (args) => !args.every(isEmpty))],
  [
    "ternary",
    fixed(["interface {}", "interface {}", "bool"], (args) => valueAt(args, boolAt(args, 2) ? 0 : 1)),
  ],
  ["fail", fixed(["string"], fail)],
  ["hello", fixed([], () => "Hello!")],
]);

/** The default comes first, so that the value can be piped in. */
function defaultTo(args: readonly Value[]): Value {
  const given = valueAt(args, 1);
  return isEmpty(given) ? valueAt(args, 0) : given;
}

/** The message is left out: a template may put the value that it refuses into it. */
function fail(): Value {
  throw new FuncError("the template refuses its data; its message is not shown, since it may hold a secret");
}
