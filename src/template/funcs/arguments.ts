import type { GoString } from "../../go/bytes.ts";
import { type CallContext, Dict, Func, FuncError, Int, List, type ParamType, type Value } from "../values.ts";

type Call = (args: readonly Value[], context: CallContext) => Value;

/** A function with a fixed number of arguments; reading them is charged. */
export function fixed(params: readonly ParamType[], call: Call): Func {
  return new Func(params, false, charging(call));
}

/** A function whose last parameter takes any number of arguments, none included; reading them is charged. */
export function variadic(params: readonly ParamType[], call: Call): Func {
  return new Func(params, true, charging(call));
}

/** How much of an argument is read in the time of one step, rune by rune as most functions do. */
const BYTES_PER_STEP = 8;
const ITEMS_PER_STEP = 16;

function charging(call: Call): Call {
  return (args, context) => {
    chargeArguments(args, context);
    return call(args, context);
  };
}

function chargeArguments(args: readonly Value[], context: CallContext): void {
  context.charge(args.reduce((sum: number, value) => sum + costOf(value), 0));
}

function costOf(value: Value): number {
  if (typeof value === "string") return Math.floor(value.length / BYTES_PER_STEP);
  return value instanceof List ? Math.floor((value.items?.length ?? 0) / ITEMS_PER_STEP) : 0;
}

/** The argument at a position; nil where there is none, which the engine's own check of the count rules out. */
export function valueAt(args: readonly Value[], index: number): Value {
  return args[index] ?? null;
}

/** The argument at a position as a string. Throws a FuncError for any other kind. */
export function stringAt(args: readonly Value[], index: number): GoString {
  const value = valueAt(args, index);
  if (typeof value === "string") return value;
  throw wrongKind("string");
}

/** The argument at a position as an integer of its own width. Throws a FuncError for any other kind. */
export function integerAt(args: readonly Value[], index: number): bigint {
  const value = valueAt(args, index);
  if (value instanceof Int) return value.value;
  throw wrongKind("integer");
}

/** An integer argument as a count or an offset: beyond 2^53 it is rounded, which no string or list reaches. */
export function countAt(args: readonly Value[], index: number): number {
  return Number(integerAt(args, index));
}

/** The argument at a position as a float64. Throws a FuncError for any other kind. */
export function floatAt(args: readonly Value[], index: number): number {
  const value = valueAt(args, index);
  if (typeof value === "number") return value;
  throw wrongKind("float");
}

/** The argument at a position as a bool. Throws a FuncError for any other kind. */
export function boolAt(args: readonly Value[], index: number): boolean {
  const value = valueAt(args, index);
  if (typeof value === "boolean") return value;
  throw wrongKind("bool");
}

/** The argument at a position as a map, or null for Go's nil map. Throws a FuncError for any other kind. */
export function dictAt(args: readonly Value[], index: number): Dict | null {
  const value = valueAt(args, index);
  if (value === null) return null;
  if (value instanceof Dict) return value.isNil ? null : value;
  throw wrongKind("dict");
}

/** The entries of a map argument; Go's nil map reads as an empty one. */
export function entriesAt(args: readonly Value[], index: number): ReadonlyMap<GoString, Value> {
  return dictAt(args, index)?.entries ?? new Map<GoString, Value>();
}

function wrongKind(expected: string): FuncError {
  return new FuncError(`wrong type of argument: expected ${expected}`);
}
