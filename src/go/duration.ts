import type { GoString } from "./bytes.ts";

/** The units of a duration in nanoseconds; the micro sign and the Greek mu are two bytes each. */
const UNITS: ReadonlyMap<GoString, bigint> = new Map([
  ["ns", 1n],
  ["us", 1_000n],
  ["\xc2\xb5s", 1_000n],
  ["\xce\xbcs", 1_000n],
  ["ms", 1_000_000n],
  ["s", 1_000_000_000n],
  ["m", 60_000_000_000n],
  ["h", 3_600_000_000_000n],
]);

/** The magnitude of the least int64. */
const BOUND = 1n << 63n;

/** `time.ParseDuration`: the nanoseconds of a text such as `1h2m3.5s`, undefined where Go has an error. */
export function parseDuration(text: GoString): bigint | undefined {
  const unsigned = text.replace(/^[+-]/, "");
  if (unsigned === "0") return 0n;
  const total = totalOf(unsigned);
  if (total === undefined) return undefined;
  if (text.startsWith("-")) return -total;
  return total < BOUND ? total : undefined;
}

/** `time.Duration.String`: the largest unit that fits for less than a second, else hours, minutes and seconds. */
export function formatDuration(nanoseconds: bigint): GoString {
  if (nanoseconds === 0n) return "0s";
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  return (nanoseconds < 0n ? "-" : "") + (size < 1_000_000_000n ? formatSmall(size) : formatClock(size));
}

/** The sum of the parts, at most 2^63; undefined if one of them, or the sum, is no duration. */
function totalOf(parts: GoString): bigint | undefined {
  let total = 0n;
  let at = 0;
  do {
    PART.lastIndex = at;
    const part = PART.exec(parts);
    const value = part === null ? undefined : valueOf(part);
    if (value === undefined) return undefined;
    total += value;
    if (total > BOUND) return undefined;
    at = PART.lastIndex;
  } while (at < parts.length);
  return total;
}

const PART = /(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))([^0-9.]+)/y;

/** One number with its unit, at most 2^63. */
function valueOf([, whole = "0", fraction = "", onlyFraction = "", name = ""]: RegExpExecArray):
  | bigint
  | undefined {
  const unit = UNITS.get(name);
  const digits = whole.replace(/^0+(?=.)/, "");
  if (unit === undefined || digits.length > 19 || BigInt(digits) > BOUND / unit) return undefined;
  const value = BigInt(digits) * unit + fractionOf(fraction + onlyFraction, unit);
  return value > BOUND ? undefined : value;
}

/** The fraction of a unit, through a float as in Go; digits that an int64 cannot take any more are not counted. */
function fractionOf(digits: string, unit: bigint): bigint {
  let fraction = 0n;
  let scale = 1;
  for (const digit of digits) {
    const next = fraction * 10n + BigInt(digit);
    if (fraction > (BOUND - 1n) / 10n || next > BOUND) break;
    fraction = next;
    scale *= 10;
  }
  return BigInt(Math.trunc(Number(fraction) * (Number(unit) / scale)));
}

function formatSmall(size: bigint): GoString {
  if (size < 1_000n) return `${size}ns`;
  return size < 1_000_000n ? `${decimal(size, 1_000n)}\xc2\xb5s` : `${decimal(size, 1_000_000n)}ms`;
}

function formatClock(size: bigint): GoString {
  const minutes = size / 60_000_000_000n;
  const seconds = `${decimal(size % 60_000_000_000n, 1_000_000_000n)}s`;
  if (minutes === 0n) return seconds;
  return minutes < 60n ? `${minutes}m${seconds}` : `${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

/** The size in units, without trailing zeros. */
function decimal(size: bigint, unit: bigint): string {
  const fraction = String(size % unit)
    .padStart(String(unit).length - 1, "0")
    .replace(/0+$/, "");
  return fraction === "" ? String(size / unit) : `${size / unit}.${fraction}`;
}
