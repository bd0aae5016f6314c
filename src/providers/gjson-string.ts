import type { GoString } from "../go/bytes.ts";
import { encodeRune } from "../go/bytes.ts";
import { SIMPLE_ESCAPES } from "../go/json-string.ts";

/**
 * The text of a JSON string without its quotes (gjson's unescape). A string without any escape is taken as it is;
 * with one, the text ends before the first control character and before the first escape that is not JSON's.
 */
export function unescape(inner: GoString): GoString {
  if (!inner.includes("\\")) return inner;
  let text = "";
  for (let at = 0; at < inner.length; at++) {
    const char = inner.charAt(at);
    if (char < " ") return text;
    if (char !== "\\") {
      text += char;
      continue;
    }
    at++;
    const escaped = SIMPLE_ESCAPES.get(inner.charAt(at));
    if (escaped !== undefined) {
      text += escaped;
      continue;
    }
    if (inner.charAt(at) !== "u" || at + 5 > inner.length) return text;
    const { rune, size } = runeAt(inner, at + 1);
    text += encodeRune(rune);
    at += size;
  }
  return text;
}

/**
 * The code point of the hexadecimal digits after `\u`. A surrogate takes the `\u` escape behind it along, whether
 * or not the two make a pair; what is no pair, and what is not hexadecimal, has no code point of its own.
 */
function runeAt(inner: GoString, at: number): { readonly rune: number; readonly size: number } {
  const first = hex16(inner.slice(at, at + 4));
  if (first < 0xd800 || first > 0xdfff) return { rune: first, size: 4 };
  if (inner.length < at + 10 || inner.slice(at + 4, at + 6) !== "\\u") return { rune: first, size: 4 };
  const second = hex16(inner.slice(at + 6, at + 10));
  const isPair = first < 0xdc00 && second >= 0xdc00 && second <= 0xdfff;
  return { rune: isPair ? 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00) : 0xfffd, size: 10 };
}

/** Zero for what is not hexadecimal, as `strconv.ParseUint` gives it. */
function hex16(digits: GoString): number {
  return /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : 0;
}

/** Without the bytes up to and including the space at both ends. */
export function trim(text: GoString): GoString {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  return text.slice(start, end);
}

/** `strings.TrimSpace`: without the white space of Unicode at both ends. */
export function trimSpace(text: GoString): GoString {
  let start = 0;
  let end = text.length;
  for (let size = spaceAt(text, start); size > 0; size = spaceAt(text, start)) start += size;
  for (let size = spaceBefore(text, end); size > 0 && end > start; size = spaceBefore(text, end)) end -= size;
  return text.slice(start, end);
}

/** White space beyond ASCII, as bytes. */
const WIDE_SPACE =
  /^(?:\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2(?:\x80[\x80-\x8a\xa8\xa9\xaf]|\x81\x9f)|\xe3\x80\x80)$/;

const ASCII_SPACE = /^[\t-\r ]$/;

function spaceAt(text: GoString, at: number): number {
  if (ASCII_SPACE.test(text.charAt(at))) return 1;
  return [2, 3].find((size) => WIDE_SPACE.test(text.slice(at, at + size))) ?? 0;
}

function spaceBefore(text: GoString, end: number): number {
  if (ASCII_SPACE.test(text.charAt(end - 1))) return 1;
  return [2, 3].find((size) => end >= size && WIDE_SPACE.test(text.slice(end - size, end))) ?? 0;
}
