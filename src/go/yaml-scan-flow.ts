import type { GoString } from "./bytes.ts";
import { encodeRune } from "./bytes.ts";
import type { YamlCursor } from "./yaml-cursor.ts";
import { HASH, TAB, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd } from "./yaml-cursor.ts";

const COLON = 0x3a;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const BACKSLASH = 0x5c;

/** What surrounds a scalar. */
export interface ScalarContext {
  /** Least column of a line that continues the scalar, outside of brackets. */
  readonly indent: number;
  /** Whether the scalar stands inside brackets. */
  readonly inFlow: boolean;
}

export interface ScannedScalar {
  readonly value: GoString;
  /** Whether the scan ended behind a line break, so that the next token begins a line. */
  readonly brokeLine: boolean;
}

/** Reads a scalar without quotes, over as many lines as it takes. */
export function scanPlain(cursor: YamlCursor, { indent, inFlow }: ScalarContext): ScannedScalar {
  let value = "";
  let gap: Gap = NO_GAP;
  while (!cursor.atMarker() && cursor.code() !== HASH) {
    const from = cursor.at;
    cursor.at = plainRunEnd(cursor, inFlow);
    if (cursor.at > from) {
      value += gap.text + cursor.slice(from);
      gap = NO_GAP;
    }
    if (!isBlank(cursor.code()) && !isBreak(cursor.code())) break;
    const next = scanGap(cursor, gap.brokeLine, indent);
    gap = next;
    if (!inFlow && cursor.column < indent) break;
  }
  return { value, brokeLine: gap.brokeLine };
}

/** Characters of a plain scalar that need no look at what follows them, outside and inside brackets. */
const BLOCK_TEXT = /[^\t\n :\0\u2028\u2029]*/y;
const FLOW_TEXT = /[^\t\n :\0\u2028\u2029,?[\]{}]*/y;

/** Where the part of a plain scalar that begins here and stays on its line ends: `: ` and ` #` end it. */
function plainRunEnd({ text, at: start }: YamlCursor, inFlow: boolean): number {
  const run = inFlow ? FLOW_TEXT : BLOCK_TEXT;
  let end = start;
  for (let at = start; ;) {
    run.lastIndex = at;
    run.test(text);
    if (run.lastIndex > at) end = run.lastIndex;
    at = run.lastIndex;
    let code = text.charCodeAt(at);
    if (code === COLON) {
      if (isBlankOrEnd(text.charCodeAt(at + 1))) return end;
      end = ++at;
    } else {
      while (isBlank(code)) code = text.charCodeAt(++at);
      if (
        at === end ||
        code === HASH ||
        isBreakOrEnd(code) ||
        (inFlow && FLOW_ENDS.includes(text.charAt(at)))
      )
        return end;
    }
  }
}

/** What ends a plain scalar inside brackets. */
const FLOW_ENDS = ",?[]{}";

/** White space between two parts of a scalar, folded as it counts. */
interface Gap {
  readonly text: string;
  readonly brokeLine: boolean;
}

const NO_GAP: Gap = { text: "", brokeLine: false };

/**
 * Reads blanks and line breaks. The first break is a space, further ones stay; without a break the blanks stay.
 * After `\` at a line's end (`broken`) there is no first break. A tab left of `indent` is an error.
 */
function scanGap(cursor: YamlCursor, broken: boolean, indent: number): Gap {
  const from = cursor.at;
  let brokeLine = broken;
  let first = "";
  let further = "";
  for (let code = cursor.code(); ; code = cursor.code()) {
    if (isBlank(code)) {
      if (brokeLine && code === TAB && cursor.column < indent) throw cursor.error("tabInPlain");
      cursor.at++;
    } else if (isBreak(code)) {
      const unit = cursor.slice(cursor.at, cursor.at + 1);
      if (brokeLine) further += unit;
      else first = unit;
      brokeLine = true;
      cursor.newLine();
    } else break;
  }
  if (!brokeLine) return { text: cursor.slice(from), brokeLine };
  if (first !== "\n") return { text: first + further, brokeLine };
  return { text: further === "" ? " " : further, brokeLine };
}

/** Reads a scalar in single or double quotes, the place being on the first of them. */
export function scanQuoted(cursor: YamlCursor): GoString {
  const quote = cursor.code();
  cursor.at++;
  let value = "";
  for (;;) {
    if (cursor.atMarker()) throw cursor.error("markerInQuotes");
    if (cursor.code() === 0) throw cursor.error("quoteUnclosed");
    const run = quote === SINGLE_QUOTE ? scanSingleRun(cursor) : scanDoubleRun(cursor);
    value += run.value;
    if (cursor.code() === quote) break;
    value += scanGap(cursor, run.brokeLine, -1).text;
  }
  cursor.at++;
  return value;
}

/** Reads up to white space or the closing quote; two quotes are one. */
function scanSingleRun(cursor: YamlCursor): ScannedScalar {
  let value = "";
  let from = cursor.at;
  for (let code = cursor.code(); !isBlankOrEnd(code); code = cursor.code()) {
    if (code === SINGLE_QUOTE) {
      if (cursor.code(1) !== SINGLE_QUOTE) break;
      value += cursor.slice(from, cursor.at + 1);
      cursor.at += 2;
      from = cursor.at;
    } else cursor.at++;
  }
  return { value: value + cursor.slice(from), brokeLine: false };
}

/** Reads up to white space or the closing quote; `\` before a line break joins the lines. */
function scanDoubleRun(cursor: YamlCursor): ScannedScalar {
  let value = "";
  let from = cursor.at;
  for (let code = cursor.code(); !isBlankOrEnd(code) && code !== DOUBLE_QUOTE; code = cursor.code()) {
    if (code !== BACKSLASH) {
      cursor.at++;
      continue;
    }
    value += cursor.slice(from);
    if (isBreak(cursor.code(1))) {
      cursor.at++;
      cursor.newLine();
      return { value, brokeLine: true };
    }
    value += scanEscape(cursor);
    from = cursor.at;
  }
  return { value: value + cursor.slice(from), brokeLine: false };
}

/** What one character behind `\` stands for. `/` is none of them, though JSON has it. */
const ESCAPES: Readonly<Record<string, GoString>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "'": "'",
  "\\": "\\",
  N: "\xc2\x85",
  _: "\xc2\xa0",
  L: "\xe2\x80\xa8",
  P: "\xe2\x80\xa9",
};

/** How many hexadecimal digits follow. */
const CODE_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function scanEscape(cursor: YamlCursor): GoString {
  const letter = cursor.text.charAt(cursor.at + 1);
  const length = CODE_LENGTHS[letter];
  if (length === undefined) {
    const value = ESCAPES[letter];
    if (value === undefined) throw cursor.error("escapeUnknown");
    cursor.at += 2;
    return value;
  }
  cursor.at += 2;
  const digits = cursor.text.slice(cursor.at, cursor.at + length);
  if (digits.length < length || !/^[\dA-Fa-f]+$/.test(digits)) throw cursor.error("escapeDigits");
  const rune = Number.parseInt(digits, 16);
  if ((rune >= 0xd800 && rune <= 0xdfff) || rune > 0x10ffff) throw cursor.error("escapeCharacter");
  cursor.at += length;
  return encodeRune(rune);
}
