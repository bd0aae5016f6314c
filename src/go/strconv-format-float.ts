import type { Decimal } from "./strconv-decimal.ts";
import { binaryParts, fixedDecimal, shortestDecimal, significantDecimal } from "./strconv-decimal.ts";

/** Go's float verbs: `e` exponent, `f` plain, `g` whichever is shorter, `b` and `x` with a binary exponent. */
export type FloatFormat = "b" | "e" | "E" | "f" | "g" | "G" | "x" | "X";

/**
 * `strconv.FormatFloat`. Precision counts the digits after the point, for `g` all digits; -1 gives the fewest that
 * read back as the same float of 64 or 32 bits.
 */
export function formatFloat(value: number, format: FloatFormat, precision: number, bits: 32 | 64): string {
  const rounded = bits === 32 ? Math.fround(value) : value;
  if (Number.isNaN(rounded)) return "NaN";
  if (!Number.isFinite(rounded)) return rounded > 0 ? "+Inf" : "-Inf";
  const sign = rounded < 0 || Object.is(rounded, -0) ? "-" : "";
  return sign + formatMagnitude(Math.abs(rounded), format, precision, bits);
}

function formatMagnitude(value: number, format: FloatFormat, precision: number, bits: 32 | 64): string {
  switch (format) {
    case "b":
      return formatBinary(value, bits);
    case "x":
      return formatHex(value, precision, bits);
    case "X":
      return formatHex(value, precision, bits).toUpperCase();
    case "f":
      return formatPlain(value, precision, bits);
    case "e":
    case "E":
      return formatExponent(value, format, precision, bits);
    case "g":
    case "G":
    default:
      return formatGeneral(value, format === "g" ? "e" : "E", precision, bits);
  }
}

function formatPlain(value: number, precision: number, bits: 32 | 64): string {
  if (precision >= 0) return plain(fixedDecimal(value, precision), precision);
  // JavaScript's own text is the same in this range.
  if (bits === 64 && ((value >= 1e-6 && value < 1e21) || value === 0)) return String(value);
  const shortest = shortestDecimal(value, bits);
  return plain(shortest, Math.max(shortest.digits.length - shortest.point, 0));
}

function formatExponent(value: number, letter: "e" | "E", precision: number, bits: 32 | 64): string {
  if (precision >= 0) return exponential(significantDecimal(value, precision + 1), precision, letter);
  const shortest = shortestDecimal(value, bits);
  return exponential(shortest, Math.max(shortest.digits.length - 1, 0), letter);
}

function formatGeneral(value: number, letter: "e" | "E", precision: number, bits: 32 | 64): string {
  const isShortest = precision < 0;
  const decimal = isShortest
    ? shortestDecimal(value, bits)
    : significantDecimal(value, Math.max(precision, 1));
  const { digits, point } = decimal;
  const isLarge = point - 1 >= (isShortest ? 6 : largestPlainPoint(decimal, Math.max(precision, 1)));
  if (digits !== "" && (point - 1 < -4 || isLarge)) return exponential(decimal, digits.length - 1, letter);
  return plain(decimal, Math.max(digits.length - point, 0));
}

/** From which exponent on `g` writes an exponent: the precision, or the digits where none are after the point. */
function largestPlainPoint({ digits, point }: Decimal, precision: number): number {
  return precision > digits.length && digits.length >= point ? digits.length : precision;
}

/** `%e`: one digit, a point, `places` digits, and an exponent of at least two. */
function exponential({ digits, point }: Decimal, places: number, letter: "e" | "E"): string {
  const fraction = digits.slice(1, places + 1).padEnd(places, "0");
  const mantissa = (digits.charAt(0) || "0") + (places > 0 ? `.${fraction}` : "");
  const exponent = digits === "" ? 0 : point - 1;
  return mantissa + letter + (exponent < 0 ? "-" : "+") + String(Math.abs(exponent)).padStart(2, "0");
}

/** `%f`: the digits before the point, and `places` after it. */
function plain({ digits, point }: Decimal, places: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  if (places === 0) return whole;
  const zeros = "0".repeat(Math.min(Math.max(-point, 0), places));
  const fraction = zeros + digits.slice(Math.max(point, 0), Math.max(point + places, 0));
  return `${whole}.${fraction.padEnd(places, "0")}`;
}

function formatBinary(value: number, bits: 32 | 64): string {
  const { mantissa, exponent } = binaryParts(value, bits);
  return `${String(mantissa)}p${exponent >= 0 ? "+" : ""}${exponent}`;
}

/** `%x`: 0x1.FRACTIONp±EXPONENT, rounded to `precision` hexadecimal digits, or -1 for all that are not 0. */
function formatHex(value: number, precision: number, bits: 32 | 64): string {
  const normal = normalized(value, bits);
  const { mantissa, exponent } = precision < 0 ? normal : roundedHex(normal, precision);
  const text = mantissa.toString(16).padStart(14, "0");
  const fraction =
    precision < 0 ? text.slice(1).replace(/0+$/, "") : text.slice(1, 1 + precision).padEnd(precision, "0");
  const point = fraction === "" ? "" : ".";
  const magnitude = String(Math.abs(exponent)).padStart(2, "0");
  return `0x${text.charAt(0)}${point}${fraction}p${exponent < 0 ? "-" : "+"}${magnitude}`;
}

const HEX_FRACTION_DIGITS = 13;
const ONE = 1n << 52n;

/** The parts with the leading 1 at bit 52, whatever the format, and the exponent of that bit; zero stays zero. */
function normalized(value: number, bits: 32 | 64): { readonly mantissa: bigint; readonly exponent: number } {
  const { mantissa, exponent } = binaryParts(value, bits);
  if (mantissa === 0n) return { mantissa, exponent: 0 };
  const shift = 53 - mantissa.toString(2).length;
  return { mantissa: mantissa << BigInt(shift), exponent: exponent - shift + 52 };
}

function roundedHex(
  { mantissa, exponent }: { readonly mantissa: bigint; readonly exponent: number },
  precision: number,
): { readonly mantissa: bigint; readonly exponent: number } {
  const dropped = BigInt(4 * Math.max(HEX_FRACTION_DIGITS - precision, 0));
  if (dropped === 0n) return { mantissa, exponent };
  const kept = mantissa >> dropped;
  const rest = mantissa - (kept << dropped);
  const half = 1n << (dropped - 1n);
  const up = rest > half || (rest === half && kept % 2n === 1n);
  const rounded = (up ? kept + 1n : kept) << dropped;
  return rounded >= 2n * ONE
    ? { mantissa: rounded >> 1n, exponent: exponent + 1 }
    : { mantissa: rounded, exponent };
}
