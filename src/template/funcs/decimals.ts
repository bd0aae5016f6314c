import { type Func, FuncError, type FuncMap, type Value } from "../values.ts";
import { fixed, valueAt, variadic } from "./arguments.ts";
import { toFloat64 } from "./casts.ts";

/**
 * Sprig's arithmetic on floats (shopspring/decimal): each operand is taken for the shortest decimal that stands for
 * it, so that 0.1 + 0.2 is 0.3, and only the result is rounded to a float64.
 */
export const DECIMAL_FUNCS: FuncMap = new Map<string, Func>([
  ["addf", variadic(["interface {}"], (args) => calculate(0, args, add))],
  ["add1f", fixed(["interface {}"], (args) => calculate(valueAt(args, 0), [1], add))],
  ["subf", calculation((a, b) => add(a, { ...b, coefficient: -b.coefficient }))],
  ["mulf", calculation(multiply)],
  ["divf", calculation(divide)],
]);

/** `coefficient` times ten to the `exponent`. */
interface Decimal {
  readonly coefficient: bigint;
  readonly exponent: number;
}

type Operation = (a: Decimal, b: Decimal) => Decimal;

/** Digits after the point that a division gives (decimal.DivisionPrecision). */
const DIVISION_DIGITS = 16;

function calculation(operation: Operation): Func {
  return variadic(["interface {}", "interface {}"], (args) =>
    calculate(valueAt(args, 0), args.slice(1), operation),
  );
}

function calculate(first: Value, others: readonly Value[], operation: Operation): number {
  let result = decimalOf(first);
  for (const other of others) result = operation(result, decimalOf(other));
  return Number(`${result.coefficient}e${result.exponent}`);
}

/** decimal.NewFromFloat. Throws a FuncError for NaN and the infinities, where it panics. */
function decimalOf(value: Value): Decimal {
  const float = toFloat64(value);
  if (!Number.isFinite(float)) throw new FuncError("NaN and Inf are no decimals");
  const [digits = "0", exponent = "0"] = float.toExponential().split("e");
  const fraction = digits.split(".")[1] ?? "";
  return { coefficient: BigInt(digits.replace(".", "")), exponent: Number(exponent) - fraction.length };
}

function add(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  return { coefficient: scaled(a, exponent) + scaled(b, exponent), exponent };
}

function scaled({ coefficient, exponent }: Decimal, to: number): bigint {
  return coefficient * 10n ** BigInt(exponent - to);
}

function multiply(a: Decimal, b: Decimal): Decimal {
  return { coefficient: a.coefficient * b.coefficient, exponent: a.exponent + b.exponent };
}

/** Rounds half away from zero. Throws a FuncError for a divisor of 0. */
function divide(a: Decimal, b: Decimal): Decimal {
  if (b.coefficient === 0n) throw new FuncError("decimal division by 0");
  const shift = a.exponent - b.exponent + DIVISION_DIGITS;
  const dividend = a.coefficient * 10n ** BigInt(Math.max(0, shift));
  const divisor = b.coefficient * 10n ** BigInt(Math.max(0, -shift));
  const quotient = dividend / divisor;
  const remainder = dividend % divisor;
  const roundsAway = 2n * magnitude(remainder) >= magnitude(divisor);
  const away = dividend < 0n === divisor < 0n ? 1n : -1n;
  return { coefficient: roundsAway ? quotient + away : quotient, exponent: -DIVISION_DIGITS };
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
