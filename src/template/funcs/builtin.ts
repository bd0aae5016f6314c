import { typeName } from "../type-name.ts";
import { Func, FuncError, type FuncMap } from "../values.ts";
import { COMPARISON } from "./comparison.ts";
import { INDEXING } from "./indexing.ts";
import { LOGIC } from "./logic.ts";
import { PRINTING } from "./printing.ts";

/** `call`, for values that are functions. No function gives one, and so it can only fail. */
const CALL = new Func(["interface {}", "interface {}"], true, ([callee = null]) => {
  throw new FuncError(`a value of type ${typeName(callee)} cannot be called`);
});

/** The functions that Go's text/template has by itself. */
export const BUILTIN: FuncMap = new Map([...LOGIC, ...COMPARISON, ...INDEXING, ...PRINTING, ["call", CALL]]);
