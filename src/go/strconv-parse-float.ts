import type { GoString } from "./bytes.ts";
import type { Parsed } from "./strconv-int.ts";
import { underscoresFit } from "./strconv-underscores.ts";

/**
 * `strconv.ParseFloat`: a decimal or hexadecimal number of Go's syntax, `inf`, `infinity` or `nan` in any case. The
 * result is rounded once, to 64 or 32 bits. Out of range is ±Infinity beside the error; what is too small is 0.
 */
export function parseFloat(text: GoString, bits: 32 | 64): Parsed<number> {
  const special = text.length < 10 ? SPECIAL.get(text.toLowerCase()) : undefined;
  if (special !== undefined) return { ok: true, value: special };
  const number = text.includes("_") ? withoutUnderscores(text) : text;
  if (DECIMAL.test(number)) return inRange(bits === 64 ? Number(number) : decimalToFloat32(number));
  const parts = HEXADECIMAL.exec(number);
  return parts === null ? SYNTAX : inRange(hexToFloat(parts, bits));
}

const SYNTAX = { ok: false, reason: "syntax", value: 0 } as const;

const SPECIAL: ReadonlyMap<string, number> = new Map([
  ...["inf", "+inf", "infinity", "+infinity"].map((name) => [name, Number.POSITIVE_INFINITY] as const),
  ...["-inf", "-infinity"].map((name) => [name, Number.NEGATIVE_INFINITY] as const),
  ["nan", Number.NaN] as const,
]);

const DECIMAL = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const HEXADECIMAL = /^([+-]?)0[xX](?=\.?[0-9a-fA-F])([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?[pP]([+-]?[0-9]+)$/;

/** The number without its underscores where they stand well, else something that is no number. */
function withoutUnderscores(text: GoString): GoString {
  return underscoresFit(text) ? text.replaceAll("_", "") : "";
}

function inRange(value: number): Parsed<number> {
  return Number.isFinite(value) ? { ok: true, value } : { ok: false, reason: "range", value };
}

function hexToFloat(parts: readonly (string | undefined)[], bits: 32 | 64): number {
  const [, sign, whole = "", fraction = "", exponent = "0"] = parts;
  const magnitude = roundToFloat(
    BigInt(`0x0${whole}${fraction}`),
    Number(exponent) - 4 * fraction.length,
    bits,
  );
  return sign === "-" ? -magnitude : magnitude;
}

/** Number() would round to 64 bits first, and a second rounding can go the wrong way. */
function decimalToFloat32(text: GoString): number {
  const magnitude = decimalMagnitude(text);
  return text.startsWith("-") ? -magnitude : magnitude;
}

function decimalMagnitude(text: GoString): number {
  const approximate = Math.abs(Number(text));
  if (approximate === 0 || approximate > 1e39) return approximate > 0 ? Number.POSITIVE_INFINITY : 0;
  if (approximate < 1e-46) return 0;
  const { digits, exponent } = significantDigits(text);
  if (exponent >= 0) return roundToFloat(BigInt(digits) * 10n ** BigInt(exponent), 0, 32);
  const shift = 80 + Math.ceil(-exponent * 3.33);
  return roundToFloat(
    divideSticky(BigInt(digits) << BigInt(shift), 10n ** BigInt(-exponent)),
    -shift - 1,
    32,
  );
}

/** Enough digits to decide any rounding to 32 bits: the exact middle between two floats has 113 at most. */
const ENOUGH_DIGITS = 120;

/** The number as an integer and a power of ten; digits beyond enough are kept as one that is not zero. */
function significantDigits(text: GoString): { readonly digits: string; readonly exponent: number } {
  const [mantissa = "", exponent = "0"] = text.replace(/^[+-]/, "").toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = (whole + fraction).replace(/^0+(?=.)/, "");
  const scale = Number(exponent) - fraction.length;
  if (digits.length <= ENOUGH_DIGITS) return { digits, exponent: scale };
  const rest = /[1-9]/.test(digits.slice(ENOUGH_DIGITS)) ? "1" : "0";
  return {
    digits: digits.slice(0, ENOUGH_DIGITS) + rest,
    exponent: scale + digits.length - ENOUGH_DIGITS - 1,
  };
}

/** Twice the quotient, plus one if there is a remainder. */
function divideSticky(dividend: bigint, divisor: bigint): bigint {
  return ((dividend / divisor) << 1n) | (dividend % divisor === 0n ? 0n : 1n);
}

/** Mantissa bits, the least exponent of a mantissa's last bit, and the largest value. */
const FORMATS = {
  32: { precision: 24, least: -149, largest: (2 - 2 ** -23) * 2 ** 127 },
  64: { precision: 53, least: -1074, largest: Number.MAX_VALUE },
} as const;

/** mantissa × 2^exponent, rounded once, half to even; Infinity where it is out of range. */
function roundToFloat(mantissa: bigint, exponent: number, bits: 32 | 64): number {
  if (mantissa === 0n) return 0;
  const format = FORMATS[bits];
  const length = mantissa.toString(2).length;
  if (length + exponent > 1100) return Number.POSITIVE_INFINITY;
  const dropped = Math.max(length - format.precision, format.least - exponent, 0);
  if (dropped > length + 1) return 0;
  const rounded = Number(shiftToEven(mantissa, dropped)) * 2 ** (exponent + dropped);
  return rounded > format.largest ? Number.POSITIVE_INFINITY : rounded;
}

function shiftToEven(mantissa: bigint, dropped: number): bigint {
  if (dropped === 0) return mantissa;
  const shift = BigInt(dropped);
  const kept = mantissa >> shift;
  const rest = mantissa - (kept << shift);
  const half = 1n << (shift - 1n);
  return rest > half || (rest === half && kept % 2n === 1n) ? kept + 1n : kept;
}
