import { typeName } from "../type-name.ts";
import type { CallContext, FuncMap, Value } from "../values.ts";
import { Complex, Dict, Func, FuncError, Int, List, Struct } from "../values.ts";

type Kind = "bool" | "complex" | "int" | "uint" | "float" | "string" | "other";

/** `eq`, `ne`, `lt`, `le`, `gt` and `ge` (Go: text/template, funcs.go): only values of the same kind compare. */
export const COMPARISON: FuncMap = new Map([
  [
    "eq",
    new Func(["interface {}", "interface {}"], true, (args, context) => {
      const [first = null, ...others] = args;
      chargeTexts(args, context);
      return isAnyEqual(first, others);
    }),
  ],
  ["ne", comparison((a, b) => !isEqual(a, b))],
  ["lt", comparison(isLess)],
  ["le", comparison((a, b) => isLess(a, b) || isEqual(a, b))],
  ["gt", comparison((a, b) => !isLess(a, b) && !isEqual(a, b))],
  ["ge", comparison((a, b) => !isLess(a, b))],
]);

function comparison(compare: (a: Value, b: Value) => boolean): Func {
  return new Func(["interface {}", "interface {}"], false, (args, context) => {
    const [a = null, b = null] = args;
    chargeTexts(args, context);
    return compare(a, b);
  });
}

/** Comparing long strings is work that grows with them: a step for each KiB. */
function chargeTexts(args: readonly Value[], context: CallContext): void {
  for (const value of args) if (typeof value === "string") context.charge(value.length >> 10);
}

function isAnyEqual(first: Value, others: readonly Value[]): boolean {
  if (others.length === 0) throw new FuncError("an argument to compare with is missing");
  return others.some((other) => isEqual(first, other));
}

function isEqual(a: Value, b: Value): boolean {
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return isEqualAcrossKinds(a, b);
  if (a instanceof Int && b instanceof Int) return a.value === b.value;
  if (a instanceof Complex && b instanceof Complex) return a.re === b.re && a.im === b.im;
  return kind === "other" ? isEqualOther(a, b) : a === b;
}

/** Integers compare whatever their sign; nil is equal to nothing of another kind, and no error. */
function isEqualAcrossKinds(a: Value, b: Value): boolean {
  if (a instanceof Int && b instanceof Int) return a.value === b.value;
  if (a === null || b === null) return false;
  throw incompatible(a, b);
}

/** Lists and maps compare only with nil, structs with those of their type. */
function isEqualOther(a: Value, b: Value): boolean {
  if (isNil(a) || isNil(b)) {
    if (a === null || b === null || shapeOf(a) === shapeOf(b)) return isNil(a) && isNil(b);
    throw incompatible(a, b);
  }
  if (a instanceof Struct && b instanceof Struct && isPointer(a) === isPointer(b)) return isSameStruct(a, b);
  throw incompatible(a, b);
}

function isNil(value: Value): boolean {
  if (value instanceof Dict) return value.isNil;
  return value === null || (value instanceof List && value.items === null);
}

function shapeOf(value: Value): string {
  if (value instanceof List) return "slice";
  return value instanceof Dict ? "map" : "other";
}

function isPointer({ type }: Struct): boolean {
  return type.startsWith("*");
}

function isSameStruct(a: Struct, b: Struct): boolean {
  if (a === b || a.type !== b.type || isPointer(a)) return a === b;
  if (a.text !== undefined && b.text !== undefined) return a.text() === b.text();
  return [...a.fields].every(([name, value]) => isEqual(value, b.fields.get(name) ?? null));
}

function isLess(a: Value, b: Value): boolean {
  if (a instanceof Int && b instanceof Int) return a.value < b.value;
  if (typeof a === "string" && typeof b === "string") return a < b;
  if (typeof a === "number" && typeof b === "number") return a < b;
  throw incompatible(a, b);
}

function incompatible(a: Value, b: Value): FuncError {
  const [left, right] = [typeName(a), typeName(b)];
  if (left === right) return new FuncError(`values of type ${left} cannot be compared`);
  return new FuncError(`a value of type ${left} cannot be compared with one of type ${right}`);
}

function kindOf(value: Value): Kind {
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "number":
      return "float";
    case "string":
      return "string";
    default:
      return objectKindOf(value);
  }
}

function objectKindOf(value: Value): Kind {
  if (value instanceof Int) return value.type.startsWith("uint") ? "uint" : "int";
  return value instanceof Complex ? "complex" : "other";
}
