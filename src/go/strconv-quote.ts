import type { GoString } from "./bytes.ts";
import { decodeRune, encodeRune, isValidUtf8, RUNE_ERROR } from "./bytes.ts";
import { isPrint } from "./unicode.ts";

/** `strconv.Quote`: a Go string literal. Printable characters stay; bytes that are not UTF-8 become `\xNN`. */
export function quote(s: GoString): GoString {
  return quoteWith(s, '"', isPrint);
}

/** `strconv.QuoteToASCII`: as quote(), with everything beyond ASCII escaped. */
export function quoteToAscii(s: GoString): GoString {
  return quoteWith(s, '"', isPrintableAscii);
}

/** `strconv.QuoteRune`: a Go character literal; what is no rune becomes U+FFFD. */
export function quoteRune(rune: number): GoString {
  return `'${escapeRune(validRune(rune), "'", isPrint)}'`;
}

/** `strconv.QuoteRuneToASCII`: as quoteRune(), with everything beyond ASCII escaped. */
export function quoteRuneToAscii(rune: number): GoString {
  return `'${escapeRune(validRune(rune), "'", isPrintableAscii)}'`;
}

/** `strconv.CanBackquote`: whether the string fits unchanged between backquotes, on one line. */
export function canBackquote(s: GoString): boolean {
  return !/[^\t\x20-\x5f\x61-\x7e\x80-\xff]|\xef\xbb\xbf/.test(s) && isValidUtf8(s);
}

type IsKept = (rune: number) => boolean;

const PLAIN = /^[ !#-[\]-~]*$/;

function quoteWith(s: GoString, mark: string, isKept: IsKept): GoString {
  if (PLAIN.test(s)) return mark + s + mark;
  let quoted = mark;
  let at = 0;
  while (at < s.length) {
    const { rune, size, valid } = decodeRune(s, at);
    quoted += valid ? escapeRune(rune, mark, isKept) : `\\x${hexDigits(s.charCodeAt(at), 2)}`;
    at += size;
  }
  return quoted + mark;
}

const SHORT_ESCAPES: ReadonlyMap<number, string> = new Map([
  [0x07, "\\a"],
  [0x08, "\\b"],
  [0x09, "\\t"],
  [0x0a, "\\n"],
  [0x0b, "\\v"],
  [0x0c, "\\f"],
  [0x0d, "\\r"],
  [0x5c, "\\\\"],
]);

function escapeRune(rune: number, mark: string, isKept: IsKept): GoString {
  if (rune === mark.charCodeAt(0)) return `\\${mark}`;
  const short = SHORT_ESCAPES.get(rune);
  if (short !== undefined) return short;
  if (isKept(rune)) return encodeRune(rune);
  if (rune < 0x20 || rune === 0x7f) return `\\x${hexDigits(rune, 2)}`;
  return rune < 0x10000 ? `\\u${hexDigits(rune, 4)}` : `\\U${hexDigits(rune, 8)}`;
}

function hexDigits(value: number, width: number): string {
  return value.toString(16).padStart(width, "0");
}

function isPrintableAscii(rune: number): boolean {
  return rune >= 0x20 && rune < 0x7f;
}

function validRune(rune: number): number {
  const isSurrogate = rune >= 0xd800 && rune <= 0xdfff;
  return rune < 0 || rune > 0x10ffff || isSurrogate ? RUNE_ERROR : rune;
}
