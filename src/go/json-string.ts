import type { GoString } from "./bytes.ts";
import { encodeRune, RUNE_ERROR, toValidUtf8 } from "./bytes.ts";

/** The value of a JSON string, undefined where it is not valid; `end` is behind it, or at what is not valid. */
export interface ReadString {
  readonly value: GoString | undefined;
  readonly end: number;
}

/**
 * Reads the JSON string whose opening quote stands at `start`. Bytes that are not UTF-8, and each `\u` surrogate
 * without its partner, become U+FFFD, as encoding/json has it.
 */
export function readJsonString(text: GoString, start: number): ReadString {
  let value = "";
  let at = start + 1;
  for (;;) {
    const stop = endOfPlain(text, at);
    value += toValidUtf8(text.slice(at, stop));
    const char = text.charAt(stop);
    if (char === '"') return { value, end: stop + 1 };
    if (char !== "\\") return { value: undefined, end: stop };
    const escape = readEscape(text, stop);
    if (escape.value === undefined) return escape;
    value += escape.value;
    at = escape.end;
  }
}

/** What stands for what behind a backslash, but for `u` (RFC 8259, 7). */
export const SIMPLE_ESCAPES: ReadonlyMap<string, GoString> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** The offset of the next quote, backslash or control character, or the text's length. */
function endOfPlain(text: GoString, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22 || code === 0x5c || code < 0x20) return at;
  }
  return text.length;
}

/** The escape whose backslash stands at `at`; a pair of surrogates is one escape. */
function readEscape(text: GoString, at: number): ReadString {
  const letter = text.charAt(at + 1);
  const simple = SIMPLE_ESCAPES.get(letter);
  if (simple !== undefined) return { value: simple, end: at + 2 };
  const unit = letter === "u" ? codeUnitAt(text, at) : undefined;
  if (unit === undefined) return { value: undefined, end: Math.min(at + 1, text.length) };
  if (unit < 0xd800 || unit > 0xdfff) return { value: encodeRune(unit), end: at + 6 };
  const partner = unit < 0xdc00 ? codeUnitAt(text, at + 6) : undefined;
  if (partner === undefined || partner < 0xdc00 || partner > 0xdfff) {
    return { value: encodeRune(RUNE_ERROR), end: at + 6 };
  }
  return { value: encodeRune(0x10000 + ((unit - 0xd800) << 10) + (partner - 0xdc00)), end: at + 12 };
}

/** The number in `\uXXXX`, undefined where there is none. */
function codeUnitAt(text: GoString, at: number): number | undefined {
  const digits = text.slice(at, at + 6);
  return /^\\u[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits.slice(2), 16) : undefined;
}
