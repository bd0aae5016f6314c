import type { GoString } from "../go/bytes.ts";
import { parseFloat } from "../go/strconv-parse-float.ts";
import { unescape } from "./gjson-string.ts";
import { GjsonValue, NOTHING } from "./gjson-value.ts";

/**
 * gjson's reading of JSON, which checks nothing: it steps from one character that can begin a value to the next,
 * and takes what follows for that value, whatever stands between.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** A value in a text, not yet taken out of it. */
export interface Token {
  readonly kind: "group" | "string" | "literal" | "number";
  readonly start: number;
  readonly end: number;
}

/** Where the next value begins, from `at` on; the end of the text where there is none. */
export function nextValueStart(json: GoString, at: number): number {
  let start = at;
  while (start < json.length && !isValueStart(json.charCodeAt(start))) start++;
  return start;
}

/** Whether a byte can begin a value: quote, brackets, sign, digit, or a letter of true, false, null, NaN, Inf. */
export function isValueStart(byte: number): boolean {
  return (STARTS[byte] ?? 0) === 1;
}

const STARTS = new Uint8Array(256);
for (const char of '"{[+-0123456789ntfiIN') STARTS[char.charCodeAt(0)] = 1;

/** The value that begins at `start`; undefined for a string that does not end. */
export function tokenAt(json: GoString, start: number): Token | undefined {
  switch (json.charAt(start)) {
    case '"': {
      const end = endOfString(json, start);
      return end === undefined ? undefined : { kind: "string", start, end };
    }
    case "{":
    case "[":
      return { kind: "group", start, end: endOfGroup(json, start) };
    case "t":
    case "f":
      return { kind: "literal", start, end: endOfLiteral(json, start) };
    case "n":
      return startsNull(json, start)
        ? { kind: "literal", start, end: endOfLiteral(json, start) }
        : { kind: "number", start, end: endOfNumber(json, start) };
    default:
      return { kind: "number", start, end: endOfNumber(json, start) };
  }
}

/** An `n` that another letter than `u` follows is taken for NaN. */
function startsNull(json: GoString, start: number): boolean {
  return start + 1 >= json.length || json[start + 1] === "u";
}

/** The value of a token. */
export function valueOfToken(json: GoString, { kind, start, end }: Token): GjsonValue {
  const raw = json.slice(start, end);
  switch (kind) {
    case "group":
      return new GjsonValue("json", raw);
    case "string":
      return new GjsonValue("string", raw, unescape(raw.slice(1, -1)));
    case "literal":
      return literalOf(raw);
    case "number":
      return numberOf(raw);
  }
}

/** A word is what its first letter says: `tru` is true, and `nul` is null. */
function literalOf(raw: GoString): GjsonValue {
  return new GjsonValue(raw[0] === "t" ? "true" : raw[0] === "f" ? "false" : "null", raw);
}

function numberOf(raw: GoString): GjsonValue {
  return new GjsonValue("number", raw, "", parseFloat(raw, 64).value);
}

/** The next value from `at` on, and where it ends (gjson's parseAny); undefined where there is none. */
export function nextValue(
  json: GoString,
  at: number,
): { readonly value: GjsonValue; readonly end: number } | undefined {
  const start = nextValueStart(json, at);
  const token = start < json.length ? tokenAt(json, start) : undefined;
  return token === undefined ? undefined : { value: valueOfToken(json, token), end: token.end };
}

/**
 * The value that a text begins with (gjson's Parse): an object or list with all that follows it. A text that begins
 * with anything else than white space and a value holds nothing.
 */
export function firstValue(json: GoString): GjsonValue {
  let start = 0;
  while (start < json.length && json.charCodeAt(start) <= 0x20) start++;
  if (start === json.length || !isValueStart(json.charCodeAt(start))) return NOTHING;
  const first = json[start];
  if (first === "{" || first === "[") return new GjsonValue("json", json.slice(start));
  const token = tokenAt(json, start);
  if (token !== undefined) return valueOfToken(json, token);
  const raw = json.slice(start);
  return new GjsonValue("string", raw, unescape(raw.slice(1)));
}

/** Past the quote that closes the string which begins at `start`; undefined where it does not end. */
export function endOfString(json: GoString, start: number): number | undefined {
  for (let at = start + 1; at < json.length; at++) {
    const byte = json.charCodeAt(at);
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at++;
  }
  return undefined;
}

/** What a bracket does to the depth; any bracket closes any other. */
const BRACKETS = new Int8Array(256);
for (const open of "{[(") BRACKETS[open.charCodeAt(0)] = 1;
for (const close of "}])") BRACKETS[close.charCodeAt(0)] = -1;

/**
 * Past the bracket that closes the one at `start`, strings left out; the end of the text where there is none, or one
 * more where a string does not end, so that a list around it has no end either. What stands at `start` is taken for
 * a bracket, whatever it is.
 */
export function endOfGroup(text: GoString, start: number): number {
  let depth = 1;
  let at = start + 1;
  for (; at < text.length; at++) {
    const byte = text.charCodeAt(at);
    if (byte === QUOTE) {
      at = (endOfString(text, at) ?? text.length + 1) - 1;
      continue;
    }
    depth += BRACKETS[byte] ?? 0;
    if (depth === 0) return at + 1;
  }
  return at;
}

/** Past the group or the string which a text begins with (gjson's squash). */
export function endOfFirst(text: GoString): number {
  return text[0] === '"' ? (endOfString(text, 0) ?? text.length) : endOfGroup(text, 0);
}

function endOfLiteral(json: GoString, start: number): number {
  let end = start + 1;
  while (end < json.length && json.charCodeAt(end) >= 0x61 && json.charCodeAt(end) <= 0x7a) end++;
  return end;
}

function endOfNumber(json: GoString, start: number): number {
  let end = start + 1;
  while (end < json.length && json.charCodeAt(end) > 0x20 && !NUMBER_END.includes(json.charAt(end))) end++;
  return end;
}

const NUMBER_END = ",]}";
