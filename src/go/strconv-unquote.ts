import type { GoString } from "./bytes.ts";
import { decodeRune, encodeRune, isValidUtf8 } from "./bytes.ts";

/** One character of a literal: its rune, where the next begins, and whether it is the single byte of `\x` or octal. */
export interface UnquotedChar {
  readonly rune: number;
  readonly end: number;
  readonly isByte: boolean;
}

/** `strconv.Unquote`: the string that a Go literal in `"`, `'` or backquotes stands for, undefined for bad syntax. */
export function unquote(literal: GoString): GoString | undefined {
  const mark = literal.charAt(0);
  if (literal.length < 2 || !literal.endsWith(mark)) return undefined;
  const content = literal.slice(1, -1);
  if (mark === "`") return content.includes("`") ? undefined : content.replaceAll("\r", "");
  if (mark === '"') return unquoteString(content);
  return mark === "'" ? unquoteRune(content) : undefined;
}

/**
 * `strconv.UnquoteChar(s[at:], mark)`: the first character of what stands between `mark`s, undefined for bad
 * syntax. An unescaped `mark` is bad syntax, and only the mark itself may be escaped, not the other one.
 */
export function unquoteChar(s: GoString, at: number, mark: '"' | "'"): UnquotedChar | undefined {
  const first = s.charAt(at);
  if (first === mark || first === "") return undefined;
  if (first === "\\") return unescapeChar(s, at + 1, mark);
  const { rune, size } = decodeRune(s, at);
  return { rune, end: at + size, isByte: false };
}

function unquoteString(content: GoString): GoString | undefined {
  if (content.includes("\n")) return undefined;
  if (!/[\\"]/.test(content) && isValidUtf8(content)) return content;
  let result = "";
  let at = 0;
  while (at < content.length) {
    const char = unquoteChar(content, at, '"');
    if (char === undefined) return undefined;
    result += encodeChar(char);
    at = char.end;
  }
  return result;
}

/** One character; Go takes none as well. */
function unquoteRune(content: GoString): GoString | undefined {
  if (content === "") return "";
  const char = content.startsWith("\n") ? undefined : unquoteChar(content, 0, "'");
  return char?.end === content.length ? encodeChar(char) : undefined;
}

function encodeChar(char: UnquotedChar): GoString {
  return char.isByte ? String.fromCharCode(char.rune) : encodeRune(char.rune);
}

const SIMPLE_ESCAPES: ReadonlyMap<string, number> = new Map([
  ["a", 0x07],
  ["b", 0x08],
  ["t", 0x09],
  ["n", 0x0a],
  ["v", 0x0b],
  ["f", 0x0c],
  ["r", 0x0d],
  ["\\", 0x5c],
]);

/** How many hexadecimal digits follow. */
const HEX_ESCAPES: ReadonlyMap<string, number> = new Map([
  ["x", 2],
  ["u", 4],
  ["U", 8],
]);

/** What follows a backslash. */
function unescapeChar(s: GoString, at: number, mark: '"' | "'"): UnquotedChar | undefined {
  const letter = s.charAt(at);
  const simple = letter === mark ? letter.charCodeAt(0) : SIMPLE_ESCAPES.get(letter);
  if (simple !== undefined) return { rune: simple, end: at + 1, isByte: false };
  const digits = HEX_ESCAPES.get(letter);
  if (digits !== undefined) return numericChar(s.slice(at + 1, at + 1 + digits), 16, digits, at + 1);
  return numericChar(s.slice(at, at + 3), 8, 3, at);
}

/** An escape by number: all its digits must be there, and what they say must be a byte or a rune. */
function numericChar(digits: string, base: 8 | 16, width: number, at: number): UnquotedChar | undefined {
  const isWhole = digits.length === width && (base === 8 ? /^[0-7]+$/ : /^[0-9a-fA-F]+$/).test(digits);
  const rune = isWhole ? Number.parseInt(digits, base) : -1;
  const isByte = width < 4;
  const isSurrogate = rune >= 0xd800 && rune <= 0xdfff;
  const fits = isByte ? rune <= 0xff : rune <= 0x10ffff && !isSurrogate;
  return rune >= 0 && fits ? { rune, end: at + width, isByte } : undefined;
}
