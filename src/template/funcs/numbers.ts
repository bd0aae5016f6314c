import { parseInt } from "../../go/strconv-int.ts";
import { formatValue } from "../print.ts";
import { type Func, FuncError, type FuncMap, Int, type Value } from "../values.ts";
import { countAt, fixed, floatAt, stringAt, valueAt, variadic } from "./arguments.ts";
import { toFloat64, toInt64, wrapInt64 } from "./casts.ts";
import { powerOfTen } from "./power-of-ten.ts";

/** Sprig's casts, its arithmetic on int64 and what it takes from Go's math package. */
export const NUMBER_FUNCS: FuncMap = new Map<string, Func>([
  ["int", fixed(["interface {}"], (args) => new Int("int", toInt64(valueAt(args, 0))))],
  ["int64", fixed(["interface {}"], (args) => int64(toInt64(valueAt(args, 0))))],
  ["float64", fixed(["interface {}"], (args) => toFloat64(valueAt(args, 0)))],
  ["atoi", fixed(["string"], (args) => new Int("int", parseInt(stringAt(args, 0), 10, 64).value))],
  [
    "toDecimal",
    fixed(["interface {}"], (args, context) => int64(octal(formatValue(valueAt(args, 0), context)))),
  ],
  ["add", variadic(["interface {}"], (args) => int64(args.map(toInt64).reduce((a, b) => a + b, 0n)))],
  ["add1", fixed(["interface {}"], (args) => int64(toInt64(valueAt(args, 0)) + 1n))],
  ["sub", binary((a, b) => a - b)],
  ["mul", folded((a, b) => wrapInt64(a * b))],
  ["div", binary((a, b) => a / divisor(b))],
  ["mod", binary((a, b) => a % divisor(b))],
  ["max", folded((a, b) => (b > a ? b : a))],
  ["biggest", folded((a, b) => (b > a ? b : a))],
  ["min", folded((a, b) => (b < a ? b : a))],
  ["maxf", foldedFloats(greater)],
  ["minf", foldedFloats((a, b) => -greater(-a, -b))],
  ["ceil", fixed(["interface {}"], (args) => Math.ceil(toFloat64(valueAt(args, 0))))],
  ["floor", fixed(["interface {}"], (args) => Math.floor(toFloat64(valueAt(args, 0))))],
  ["round", variadic(["interface {}", "int", "float64"], round)],
]);

function int64(value: bigint): Int {
  return new Int("int64", wrapInt64(value));
}

/** A number that strconv cannot read in base 8 is 0. */
function octal(text: string): bigint {
  const parsed = parseInt(text, 8, 64);
  return parsed.ok ? parsed.value : 0n;
}

function binary(operation: (a: bigint, b: bigint) => bigint): Func {
  return fixed(["interface {}", "interface {}"], (args) =>
    int64(operation(toInt64(valueAt(args, 0)), toInt64(valueAt(args, 1)))),
  );
}

function folded(operation: (a: bigint, b: bigint) => bigint): Func {
  return variadic(["interface {}", "interface {}"], (args) => int64(args.map(toInt64).reduce(operation)));
}

function foldedFloats(operation: (a: number, b: number) => number): Func {
  return variadic(["interface {}", "interface {}"], (args) => args.map(toFloat64).reduce(operation));
}

function divisor(value: bigint): bigint {
  if (value === 0n) throw new FuncError("integer divide by zero");
  return value;
}

/** `math.Max`, where infinity beats NaN. */
function greater(a: number, b: number): number {
  return a === Infinity || b === Infinity ? Infinity : Math.max(a, b);
}

/** Rounds away from zero below it; a third argument replaces .5 as the fraction from which to round up. */
function round(args: readonly Value[]): Value {
  const roundOn = args.length > 2 ? floatAt(args, 2) : 0.5;
  const power = powerOfTen(countAt(args, 1));
  const digits = power * toFloat64(valueAt(args, 0));
  const fraction = digits - Math.trunc(digits);
  return (fraction >= roundOn ? Math.ceil(digits) : Math.floor(digits)) / power;
}
