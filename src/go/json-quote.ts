import type { GoString } from "./bytes.ts";
import { decodeRune, isValidUtf8 } from "./bytes.ts";

/** A string as encoding/json writes it, quotes included. */
export function quoteJson(s: GoString, escapeHtml = true): GoString {
  if (!(escapeHtml ? SPECIAL_IN_HTML : SPECIAL).test(s)) return `"${s}"`;
  const pattern = escapeHtml ? ESCAPED_IN_HTML : ESCAPED;
  if (isValidUtf8(s)) return `"${escapeValid(s, pattern)}"`;
  let quoted = "";
  let kept = 0;
  let at = 0;
  while (at < s.length) {
    const { size, valid } = decodeRune(s, at);
    if (!valid) {
      quoted += `${escapeValid(s.slice(kept, at), pattern)}\\ufffd`;
      kept = at + 1;
    }
    at += size;
  }
  return `"${quoted}${escapeValid(s.slice(kept), pattern)}"`;
}

/** At most how long `quoteJson` makes a string, HTML escaped, without making it; exact for ASCII. */
export function quotedLengthBound(s: GoString): number {
  const growth = isValidUtf8(s) ? GROWTH : GROWTH_WHERE_INVALID;
  let length = s.length + 2;
  for (let at = 0; at < s.length; at++) length += growth[s.charCodeAt(at)] ?? 0;
  return length;
}

/** Anything that may need escaping: a first, quick look. */
const SPECIAL = /[^ !#-[\]-\x7f]/;
const SPECIAL_IN_HTML = /[^ !#-%'-;=?-[\]-\x7f]/;

/** What is escaped in valid UTF-8: U+2028 and U+2029 are three bytes. */
const ESCAPED = /[^ !#-[\]-\xff]|\xe2\x80[\xa8\xa9]/g;
const ESCAPED_IN_HTML = /[^ !#-%'-;=?-[\]-\xff]|\xe2\x80[\xa8\xa9]/g;

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\b", "\\b"],
  ["\f", "\\f"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ["\xe2\x80\xa8", "\\u2028"],
  ["\xe2\x80\xa9", "\\u2029"],
]);

/** By how many bytes each byte grows when it is escaped. */
const GROWTH = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  // U+2028 and U+2029 begin with e2, and grow from three bytes to six.
  if (char === "\xe2") return 3;
  return SPECIAL_IN_HTML.test(char) && byte < 0x80 ? (SHORT_ESCAPES.has(char) ? 1 : 5) : 0;
});

/** Where a byte beyond ASCII may become `\ufffd`. */
const GROWTH_WHERE_INVALID = GROWTH.map((growth, byte) => (byte < 0x80 ? growth : 5));

function escapeValid(s: GoString, pattern: RegExp): GoString {
  return s.replace(pattern, (char) => SHORT_ESCAPES.get(char) ?? `\\u${hexOf(char)}`);
}

function hexOf(char: string): string {
  return char.charCodeAt(0).toString(16).padStart(4, "0");
}
