import type { GoString } from "./bytes.ts";
import { isAscii } from "./bytes.ts";
import type { YamlProblem } from "./yaml-error.ts";
import { YamlError } from "./yaml-error.ts";
import type { UnreadableText } from "./yaml-text.ts";
import type { Utf16Text } from "./yaml-utf16.ts";
import { decodeUtf16 } from "./yaml-utf16.ts";
import { unreadableIn } from "./yaml-text.ts";

export const TAB = 0x09;
export const LF = 0x0a;
export const SPACE = 0x20;
export const HASH = 0x23;

/** U+2028 and U+2029 are line breaks that keep their identity; here each is one code unit. */
const LINE_SEPARATOR = 0x2028;

/** Longest distance, in characters, between the begin of an implicit key and its colon. */
const LONGEST_KEY = 1024;

/**
 * A place in a YAML text, with the line and the column. As go-yaml's reader does, it takes CR, CR LF and U+0085
 * for LF, drops one byte order mark at the start, and finds bytes that are no text in steps of 512.
 */
export class YamlCursor {
  /** The text, closed by a NUL. Every line break is one code unit. */
  readonly text: string;
  at = 0;
  /** Line of `at`, from 0. */
  line = 0;
  /** Where the line begins. */
  lineStart = 0;
  readonly #ascii: boolean;
  readonly #separators: boolean;
  readonly #unreadable: UnreadableText | undefined;

  constructor(source: GoString) {
    const decoded = decodeUtf16(source) ?? readableUtf8(source);
    this.#ascii = isAscii(source);
    this.#unreadable = decoded.unreadable;
    let { text } = decoded;
    if (/\r|\xc2\x85/.test(text)) text = text.replaceAll(/\r\n?|\xc2\x85/g, "\n");
    this.#separators = !this.#ascii && /\xe2\x80[\xa8\xa9]/.test(text);
    if (this.#separators) text = text.replaceAll(/\xe2\x80([\xa8\xa9])/g, separatorOf);
    this.text = `${text}\0`;
  }

  /** Code unit at the place, or `ahead` of it. */
  code(ahead = 0): number {
    return this.text.charCodeAt(this.at + ahead);
  }

  /** Distance from the line's begin, in bytes: before a block collection a line holds nothing but ASCII. */
  get column(): number {
    return this.at - this.lineStart;
  }

  /** Steps over the line break that is here. */
  newLine(): void {
    this.at++;
    this.line++;
    this.lineStart = this.at;
  }

  /** Counts the end of the text, where no break closes the last line, as one more line. */
  closeLine(): void {
    this.line++;
    this.lineStart = this.at;
  }

  skipBlanks(): void {
    while (isBlank(this.code())) this.at++;
  }

  /** Goes to the line's end, not over it. */
  skipLine(): void {
    while (!isBreakOrEnd(this.code())) this.at++;
  }

  /** Goes over blanks and a comment to the line's end; false where something else stands in the way. */
  skipToLineEnd(): boolean {
    this.skipBlanks();
    if (this.code() === HASH) this.skipLine();
    return isBreakOrEnd(this.code());
  }

  /** Whether a line begins here with `---` or `...` as a word of its own. */
  atMarker(): boolean {
    if (this.at !== this.lineStart) return false;
    const { text, at } = this;
    return (text.startsWith("---", at) || text.startsWith("...", at)) && isBlankOrEnd(this.code(3));
  }

  /** The text from `from` to here, or to `to`, as the bytes it stands for. */
  slice(from: number, to = this.at): GoString {
    return this.restore(this.text.slice(from, to));
  }

  /** A piece of `text` as the bytes it stands for. */
  restore(piece: string): GoString {
    if (!this.#separators) return piece;
    return piece.replaceAll(/[\u2028\u2029]/g, (unit) =>
      unit === "\u2028" ? "\xe2\x80\xa8" : "\xe2\x80\xa9",
    );
  }

  /** Whether more characters than an implicit key may have lie between `from` and here. */
  isTooFar(from: number): boolean {
    if (this.at - from <= LONGEST_KEY) return false;
    if (this.#ascii) return true;
    let characters = 0;
    for (let at = from; at < this.at; at++) if ((this.text.charCodeAt(at) & 0xc0) !== 0x80) characters++;
    return characters > LONGEST_KEY;
  }

  /** @throws {YamlError} where reading on needs bytes that are no text */
  demand(ahead: number): void {
    if (this.#unreadable === undefined || this.at + ahead < this.text.length) return;
    throw new YamlError(this.#unreadable.problem, { line: this.#unreadable.line });
  }

  /** The error of a scanner that stops here: go-yaml names its line, unless it is the first. */
  error(problem: YamlProblem): YamlError {
    this.demand(1);
    return new YamlError(problem, { line: this.line + 1, named: this.line === 0 ? 0 : this.line + 1 });
  }
}

function readableUtf8(source: GoString): Utf16Text {
  const start = source.startsWith("\xef\xbb\xbf") ? 3 : 0;
  const unreadable = unreadableIn(source, start);
  return { text: source.slice(start, unreadable?.from), unreadable };
}

function separatorOf(_: string, last: string): string {
  return last === "\xa8" ? "\u2028" : "\u2029";
}

export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

export function isBreak(code: number): boolean {
  return code === LF || code >= LINE_SEPARATOR;
}

export function isBreakOrEnd(code: number): boolean {
  return code === LF || code === 0 || code >= LINE_SEPARATOR;
}

export function isBlankOrEnd(code: number): boolean {
  return code === SPACE || code === LF || code === TAB || code === 0 || code >= LINE_SEPARATOR;
}

/** A letter, a digit, `_` or `-`: what names of anchors and handles of tags consist of. */
export function isWord(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x61 && code <= 0x7a) ||
    code === 0x5f ||
    code === 0x2d
  );
}
