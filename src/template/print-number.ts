import type { GoString } from "../go/bytes.ts";
import { RUNE_ERROR, encodeRune } from "../go/bytes.ts";
import type { FloatFormat } from "../go/strconv-format-float.ts";
import { formatFloat } from "../go/strconv-format-float.ts";
import { quoteRune, quoteRuneToAscii } from "../go/strconv-quote.ts";
import { isPrint } from "../go/unicode.ts";
import type { PrintFlags } from "./print-flags.ts";
import { pad, padWithSpaces } from "./print-flags.ts";
import type { Complex, Int } from "./values.ts";

const MAX_RUNE = 0x10ffffn;

/** An integer by a verb (Go: fmt's fmtInteger); undefined for a verb that integers do not have. */
export function formatInt(int: Int, verb: string, flags: PrintFlags): GoString | undefined {
  switch (verb) {
    case "v":
      return flags.sharpV && int.type.startsWith("uint")
        ? inBase(int.value, 16, verb, { ...flags, sharp: true })
        : inBase(int.value, 10, verb, flags);
    case "d":
      return inBase(int.value, 10, verb, flags);
    case "b":
      return inBase(int.value, 2, verb, flags);
    case "o":
    case "O":
      return inBase(int.value, 8, verb, flags);
    case "x":
    case "X":
      return inBase(int.value, 16, verb, flags);
    case "c":
      return pad(encodeRune(runeOf(int.value)), flags);
    case "q":
      return pad((flags.plus ? quoteRuneToAscii : quoteRune)(runeOf(int.value)), flags);
    case "U":
      return unicodePoint(BigInt.asUintN(64, int.value), flags);
    default:
      return undefined;
  }
}

function runeOf(value: bigint): number {
  return value < 0n || value > MAX_RUNE ? RUNE_ERROR : Number(value);
}

function inBase(value: bigint, base: number, verb: string, flags: PrintFlags): GoString {
  if (flags.precision === 0 && value === 0n) return " ".repeat(flags.width ?? 0);
  const negative = value < 0n;
  const small = (negative ? -value : value).toString(base);
  const digits = verb === "X" ? small.toUpperCase() : small;
  const sign = negative ? "-" : positiveSign(flags);
  const filled = digits.padStart(leastDigits(flags, sign), "0");
  return padWithSpaces(sign + basePrefix(filled, base, verb, flags) + filled, flags);
}

function positiveSign(flags: PrintFlags): string {
  if (flags.plus) return "+";
  return flags.space ? " " : "";
}

/** A precision asks for digits; without one, zero padding does, and leaves room for the sign. */
function leastDigits({ precision, width, zero, minus }: PrintFlags, sign: string): number {
  if (precision !== undefined) return precision;
  return zero && !minus && width !== undefined ? width - sign.length : 0;
}

function basePrefix(digits: string, base: number, verb: string, { sharp }: PrintFlags): string {
  const octal = verb === "O" ? "0o" : "";
  if (!sharp) return octal;
  if (base === 2) return "0b";
  if (base === 16) return verb === "X" ? "0X" : "0x";
  return base === 8 && !digits.startsWith("0") ? `${octal}0` : octal;
}

function unicodePoint(value: bigint, flags: PrintFlags): GoString {
  const digits = value
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(flags.precision ?? 0, 4), "0");
  const rune = Number(value);
  const shown = flags.sharp && value <= MAX_RUNE && isPrint(rune) ? ` '${encodeRune(rune)}'` : "";
  return padWithSpaces(`U+${digits}${shown}`, flags);
}

/** For each verb strconv's format and the precision where none is given (Go: fmt's fmtFloat). */
const FLOAT_VERBS: ReadonlyMap<string, readonly [format: FloatFormat, precision: number]> = new Map([
  ["v", ["g", -1]],
  ["b", ["b", -1]],
  ["g", ["g", -1]],
  ["G", ["G", -1]],
  ["x", ["x", -1]],
  ["X", ["X", -1]],
  ["f", ["f", 6]],
  ["F", ["f", 6]],
  ["e", ["e", 6]],
  ["E", ["E", 6]],
]);

/** A float64 by a verb; undefined for a verb that floats do not have. */
export function formatFloat64(value: number, verb: string, flags: PrintFlags): GoString | undefined {
  const entry = FLOAT_VERBS.get(verb);
  if (entry === undefined) return undefined;
  const [format, precision] = entry;
  const text = formatFloat(value, format, flags.precision ?? precision, 64);
  const signed = /^[+-]/.test(text);
  const sign = signed ? text.slice(0, 1) : "+";
  const digits = signed ? text.slice(1) : text;
  return /^[IN]/.test(digits)
    ? notFinite(sign, digits, flags)
    : finite(
        sign,
        flags.sharp && format !== "b" ? withPoint(digits, format, flags.precision ?? precision) : digits,
        flags,
      );
}

/** Inf always shows its sign, NaN only where one is asked for; neither is filled with zeros. */
function notFinite(sign: string, digits: string, flags: PrintFlags): GoString {
  const shown = shownSign(sign, flags);
  return padWithSpaces((shown === "" && digits.startsWith("I") ? sign : shown) + digits, flags);
}

function finite(sign: string, digits: string, flags: PrintFlags): GoString {
  const shown = shownSign(sign, flags);
  if (shown !== "" && flags.zero && !flags.minus && flags.width !== undefined) {
    return shown + digits.padStart(flags.width - 1, "0");
  }
  return pad(shown + digits, flags);
}

function shownSign(sign: string, { plus, space }: PrintFlags): string {
  if (sign === "-" || plus) return sign;
  return space ? " " : "";
}

/** The alternate form: a decimal point always, and trailing zeros up to the precision for %g and %x. */
function withPoint(digits: string, format: FloatFormat, precision: number): string {
  const exponentAt = digits.search(format === "x" || format === "X" ? /[pP]/ : /[eE]/);
  const mantissa = exponentAt < 0 ? digits : digits.slice(0, exponentAt);
  const exponent = exponentAt < 0 ? "" : digits.slice(exponentAt);
  const pointed = mantissa.includes(".") ? mantissa : `${mantissa}.`;
  return pointed + "0".repeat(missingDigits(mantissa, format, precision)) + exponent;
}

function missingDigits(mantissa: string, format: FloatFormat, precision: number): number {
  if (format !== "g" && format !== "G" && format !== "x") return 0;
  const wanted = precision === -1 ? 6 : precision;
  const significant = mantissa === "0" ? 1 : mantissa.replace(".", "").replace(/^0+/, "").length;
  return Math.max(0, wanted - significant);
}

/** A complex128 by a verb: both parts in parentheses, the second always with its sign. */
export function formatComplex({ re, im }: Complex, verb: string, flags: PrintFlags): GoString | undefined {
  const real = formatFloat64(re, verb, flags);
  const imaginary = formatFloat64(im, verb, { ...flags, plus: true });
  return real === undefined || imaginary === undefined ? undefined : `(${real}${imaginary}i)`;
}
