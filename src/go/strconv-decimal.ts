/** A magnitude in decimal: 0.DIGITS × 10^point. Digits neither begin nor end with 0; zero has none. */
export interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/** A float's magnitude in binary: mantissa × 2^exponent, with the mantissa its format holds. */
export interface BinaryParts {
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** Zero, which has no digits. */
export const ZERO: Decimal = { digits: "", point: 0 };

/** The mantissa and exponent of a finite float, as its 64 or 32 bits hold them. */
export function binaryParts(value: number, bits: 32 | 64): BinaryParts {
  const view = new DataView(new ArrayBuffer(8));
  if (bits === 64) view.setFloat64(0, value);
  else view.setFloat32(4, value);
  const mantissaBits = bits === 64 ? 52n : 23n;
  const exponentMask = bits === 64 ? 0x7ffn : 0xffn;
  const pattern = view.getBigUint64(0);
  const biased = Number((pattern >> mantissaBits) & exponentMask);
  const fraction = pattern & ((1n << mantissaBits) - 1n);
  const mantissa = biased === 0 ? fraction : fraction | (1n << mantissaBits);
  return { mantissa, exponent: Math.max(biased, 1) - (bits === 64 ? 1075 : 150) };
}

/** The fewest digits that no other float is nearer to; of those the nearest to the value. */
export function shortestDecimal(value: number, bits: 32 | 64): Decimal {
  if (value === 0) return ZERO;
  if (bits === 32) return shortestDecimal32(value);
  const [mantissa = "", exponent = "0"] = Math.abs(value).toExponential().split("e");
  return decimal(mantissa.replace(".", ""), Number(exponent) + 1);
}

/** The value with a number of digits after the point, which may be negative; exact, half to even. */
export function fixedDecimal(value: number, places: number): Decimal {
  const digits = scaled(value, places);
  return decimal(digits, digits.length - Math.min(places, MAX_PLACES));
}

/** The value with a number of significant digits, at least one; exact, half to even. */
export function significantDecimal(value: number, count: number): Decimal {
  if (value === 0) return ZERO;
  // So many digits that no float is rounded up to a power of ten.
  const exponent = Number(Math.abs(value).toExponential(20).split("e")[1]);
  return fixedDecimal(value, count - 1 - exponent);
}

/** No float has more digits after the point. */
const MAX_PLACES = 1074;

function decimal(digits: string, point: number): Decimal {
  const trimmed = digits.replace(/^0+/, "");
  const significant = withoutTrailingZeros(trimmed);
  return significant === "" ? ZERO : { digits: significant, point: point - (digits.length - trimmed.length) };
}

function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (digits.charAt(end - 1) === "0") end--;
  return digits.slice(0, end);
}

/** The value times 10^places as an integer, half to even. */
function scaled(value: number, places: number): string {
  const { mantissa, exponent } = binaryParts(value, 64);
  const power = Math.min(places, MAX_PLACES);
  const dividend = (mantissa << BigInt(Math.max(exponent, 0))) * 10n ** BigInt(Math.max(power, 0));
  const divisor = (1n << BigInt(Math.max(-exponent, 0))) * 10n ** BigInt(Math.max(-power, 0));
  return String(divideToEven(dividend, divisor));
}

function divideToEven(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const twice = (dividend % divisor) * 2n;
  return twice > divisor || (twice === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

/** The shortest of the decimals that round to this float32, and to no other. */
function shortestDecimal32(value: number): Decimal {
  const { mantissa, exponent } = binaryParts(value, 32);
  const isPowerOfTwo = mantissa === 1n << 23n && exponent > -149;
  const inclusive = mantissa % 2n === 0n;
  // In quarters of the last bit: the value, and the middles between it and its two neighbours.
  const middle = 4n * mantissa;
  const low = middle - (isPowerOfTwo ? 1n : 2n);
  const high = middle + 2n;
  const start = Math.floor(Math.log10(Math.abs(value))) + 1;
  for (let power = start; ; power--) {
    const { unit, quarter } = commonUnits(power, exponent - 2);
    const below = (middle * quarter) / unit;
    const fits = (n: bigint): boolean => isBetween(n * unit, low * quarter, high * quarter, inclusive);
    const nearest = divideToEven(middle * quarter, unit);
    const chosen = [nearest, below, below + 1n].find(fits);
    if (chosen !== undefined) return decimal(String(chosen), String(chosen).length + power);
  }
}

/** 10^power and 2^exponent as integers, both in the same small enough unit. */
function commonUnits(power: number, exponent: number): { readonly unit: bigint; readonly quarter: bigint } {
  const unit = 10n ** BigInt(Math.max(power, 0)) * (1n << BigInt(Math.max(-exponent, 0)));
  const quarter = (1n << BigInt(Math.max(exponent, 0))) * 10n ** BigInt(Math.max(-power, 0));
  return { unit, quarter };
}

function isBetween(n: bigint, low: bigint, high: bigint, inclusive: boolean): boolean {
  return inclusive ? n >= low && n <= high : n > low && n < high;
}
