import type { GoString } from "./bytes.ts";
import { underscoresFit } from "./strconv-underscores.ts";

/**
 * What one of strconv's parsers gave. When it failed, `reason` is Go's `ErrSyntax` or `ErrRange`, and `value` what
 * Go returns beside the error: 0 for bad syntax, the nearest number that fits for a number out of range.
 */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: "syntax" | "range"; readonly value: T };

/**
 * `strconv.ParseInt`: an integer with an optional sign. Base 0 takes the base from a prefix (`0x`, `0o`, `0b`, or a
 * plain leading `0` for octal) and allows underscores between digits; `bits` is 1 to 64, or 0 for an int's 64.
 */
export function parseInt(text: GoString, base: number, bits: number): Parsed<bigint> {
  if (base === 10 && /^-?[0-9]{1,9}$/.test(text) && bits % 64 === 0) return { ok: true, value: BigInt(text) };
  const negative = text.startsWith("-");
  const unsigned = negative || text.startsWith("+") ? text.slice(1) : text;
  const parsed = parseUint(unsigned, base, bits);
  if (!parsed.ok && parsed.reason === "syntax") return parsed;
  return withSign(negative, parsed.value, 1n << BigInt(wordSize(bits) - 1));
}

/** `strconv.ParseUint`: as parseInt(), without a sign. */
export function parseUint(text: GoString, base: number, bits: number): Parsed<bigint> {
  if (text === "") return SYNTAX;
  const prefixed = base === 0 ? prefixedBase(text) : { base, digits: text };
  const largest = (1n << BigInt(wordSize(bits))) - 1n;
  const parsed = readDigits(prefixed.digits, prefixed.base, base === 0, largest);
  return parsed.ok && base === 0 && text.includes("_") && !underscoresFit(text) ? SYNTAX : parsed;
}

const SYNTAX = { ok: false, reason: "syntax", value: 0n } as const;

function wordSize(bits: number): number {
  return bits === 0 ? 64 : bits;
}

/** The signed number, clamped to -bound and bound - 1. */
function withSign(negative: boolean, magnitude: bigint, bound: bigint): Parsed<bigint> {
  if (negative && magnitude > bound) return { ok: false, reason: "range", value: -bound };
  if (!negative && magnitude >= bound) return { ok: false, reason: "range", value: bound - 1n };
  return { ok: true, value: negative ? -magnitude : magnitude };
}

/** The base that a literal's prefix names, and what follows the prefix. */
function prefixedBase(text: GoString): { readonly base: number; readonly digits: GoString } {
  if (!text.startsWith("0")) return { base: 10, digits: text };
  const base = text.length < 3 ? undefined : PREFIXES.get(text.charAt(1).toLowerCase());
  return base === undefined ? { base: 8, digits: text.slice(1) } : { base, digits: text.slice(2) };
}

const PREFIXES: ReadonlyMap<string, number> = new Map([
  ["b", 2],
  ["o", 8],
  ["x", 16],
]);

/** Reads from left to right; a number that grew too large is out of range whatever follows it. */
function readDigits(digits: GoString, base: number, underscores: boolean, largest: bigint): Parsed<bigint> {
  const radix = BigInt(base);
  let value = 0n;
  for (let at = 0; at < digits.length; at++) {
    const code = digits.charCodeAt(at);
    if (underscores && code === UNDERSCORE) continue;
    const digit = digitValue(code);
    if (digit >= base) return SYNTAX;
    value = value * radix + BigInt(digit);
    if (value > largest) return { ok: false, reason: "range", value: largest };
  }
  return { ok: true, value };
}

const UNDERSCORE = 0x5f;

/** The value of a digit in the largest base, 36; infinite for what is no digit. */
function digitValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a ? lower - 0x61 + 10 : Number.POSITIVE_INFINITY;
}
