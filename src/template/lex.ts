import type { GoString } from "../go/bytes.ts";
import { decodeRune } from "../go/bytes.ts";
import { isDigit, isLetter } from "../go/unicode.ts";

const KEYWORDS = [
  "block",
  "break",
  "continue",
  "define",
  "else",
  "end",
  "if",
  "nil",
  "range",
  "template",
  "with",
] as const;

type Keyword = (typeof KEYWORDS)[number];

const KEYWORD_BY_NAME: ReadonlyMap<string, Keyword> = new Map(KEYWORDS.map((keyword) => [keyword, keyword]));

export type TokenKind =
  | Keyword
  | "text"
  | "left delimiter"
  | "right delimiter"
  | "space"
  | "pipe"
  | "declare"
  | "assign"
  | "left parenthesis"
  | "right parenthesis"
  | "character"
  | "character constant"
  | "complex"
  | "number"
  | "string"
  | "raw string"
  | "bool"
  | "dot"
  | "field"
  | "variable"
  | "identifier"
  | "end of text";

/** One token; `pos` is the byte offset at which it starts. */
export interface Token {
  readonly kind: TokenKind;
  readonly pos: number;
  readonly text: GoString;
}

/** What cannot be a token, found at a byte offset. */
export class LexError extends Error {
  override readonly name = "LexError";
  readonly pos: number;

  constructor(pos: number, what: string) {
    super(what);
    this.pos = pos;
  }
}

/** Splits a template into tokens, one at a time (Go: text/template/parse, lexer), with the delimiters `{{` and `}}`. */
export class Lexer {
  readonly #text: GoString;
  #at = 0;
  #isInsideAction = false;
  #openParentheses = 0;

  constructor(text: GoString) {
    this.#text = text;
  }

  /** The next token; at the end always the "end of text". Throws a LexError. */
  next(): Token {
    return this.#isInsideAction ? this.#actionToken() : this.#textToken();
  }

  /** Text up to the next action that is not a comment. */
  #textToken(): Token {
    for (;;) {
      const start = this.#at;
      const found = this.#text.indexOf("{{", start);
      const end = found < 0 ? this.#text.length : found;
      const isTrimmed = found >= 0 && this.#hasLeftTrimMarker(found + 2);
      const textEnd = isTrimmed ? this.#beforeSpaces(start, end) : end;
      if (textEnd > start) {
        this.#at = end;
        return { kind: "text", pos: start, text: this.#text.slice(start, textEnd) };
      }
      if (found < 0) return { kind: "end of text", pos: end, text: "" };
      const inside = found + 2 + (isTrimmed ? 2 : 0);
      if (!this.#text.startsWith("/*", inside)) return this.#leftDelimiter(found, inside);
      this.#skipComment(inside);
    }
  }

  #leftDelimiter(pos: number, inside: number): Token {
    this.#at = inside;
    this.#isInsideAction = true;
    this.#openParentheses = 0;
    return { kind: "left delimiter", pos, text: "{{" };
  }

  #skipComment(start: number): void {
    const close = this.#text.indexOf("*/", start + 2);
    if (close < 0) throw new LexError(start, "the comment is not closed");
    const length = this.#rightDelimiterLength(close + 2);
    if (length === 0) throw new LexError(close, 'a comment must end right at the "}}"');
    this.#leaveAction(close + 2, length);
  }

  /** Moves behind a right delimiter, and behind the white space that its trim marker takes away. */
  #leaveAction(pos: number, length: number): void {
    this.#at = length > 2 ? this.#afterSpaces(pos + length) : pos + length;
    this.#isInsideAction = false;
  }

  #actionToken(): Token {
    const start = this.#at;
    const delimiter = this.#rightDelimiterLength(start);
    if (delimiter > 0) {
      if (this.#openParentheses > 0) throw new LexError(start, 'a ")" is missing');
      this.#leaveAction(start, delimiter);
      return { kind: "right delimiter", pos: start, text: "}}" };
    }
    const char = this.#text.charAt(start);
    if (char === "") throw new LexError(start, 'the action is not closed: a "}}" is missing');
    if (isSpace(char)) return this.#spaces(start);
    const single = this.#singleCharacter(char, start);
    if (single !== undefined) return single;
    if (char === '"' || char === "'") return this.#quoted(start, char);
    if (char === "`") return this.#rawQuoted(start);
    if (char === "$") return this.#fieldOrVariable(start, "variable");
    if (char === "." && !/[0-9]/.test(this.#text.charAt(start + 1)))
      return this.#fieldOrVariable(start, "field");
    if (/[-+.0-9]/.test(char)) return this.#number(start);
    return this.#identifierOrCharacter(start);
  }

  #singleCharacter(char: string, start: number): Token | undefined {
    switch (char) {
      case "=":
        return this.#token("assign", start, start + 1);
      case "|":
        return this.#token("pipe", start, start + 1);
      case ":":
        if (this.#text.charAt(start + 1) === "=") return this.#token("declare", start, start + 2);
        throw new LexError(start, 'a ":" must be part of ":="');
      case "(":
        this.#openParentheses++;
        return this.#token("left parenthesis", start, start + 1);
      case ")":
        this.#openParentheses--;
        if (this.#openParentheses < 0) throw new LexError(start, 'a ")" has no "("');
        return this.#token("right parenthesis", start, start + 1);
      default:
        return undefined;
    }
  }

  #token(kind: TokenKind, pos: number, end: number): Token {
    this.#at = end;
    return { kind, pos, text: this.#text.slice(pos, end) };
  }

  /** The space before a trim marker belongs to the delimiter. */
  #spaces(start: number): Token {
    const end = this.#afterSpaces(start);
    return this.#token("space", start, this.#rightDelimiterLength(end - 1) > 0 ? end - 1 : end);
  }

  /** Up to the closing quote on the same line; what is inside is checked when it is read. */
  #quoted(start: number, quote: string): Token {
    for (let at = start + 1; at < this.#text.length; at++) {
      const char = this.#text.charAt(at);
      if (char === quote) {
        return this.#token(quote === '"' ? "string" : "character constant", start, at + 1);
      }
      if (char === "\\") at++;
      if (this.#text.charAt(at) === "\n") break;
    }
    throw new LexError(start, `the ${quote === '"' ? "string" : "character constant"} is not closed`);
  }

  #rawQuoted(start: number): Token {
    const close = this.#text.indexOf("`", start + 1);
    if (close < 0) throw new LexError(start, "the raw string is not closed");
    return this.#token("raw string", start, close + 1);
  }

  /** A dot or a dollar sign, with the name that follows it. */
  #fieldOrVariable(start: number, kind: "field" | "variable"): Token {
    if (this.#isTerminator(start + 1)) return this.#token(kind === "field" ? "dot" : kind, start, start + 1);
    const end = this.#afterName(start + 1);
    this.#requireTerminator(end);
    return this.#token(kind, start, end);
  }

  #identifierOrCharacter(start: number): Token {
    const end = this.#afterName(start);
    if (end > start) {
      this.#requireTerminator(end);
      const name = this.#text.slice(start, end);
      const isBool = name === "true" || name === "false";
      return this.#token(KEYWORD_BY_NAME.get(name) ?? (isBool ? "bool" : "identifier"), start, end);
    }
    if (/[!-~]/.test(this.#text.charAt(start))) return this.#token("character", start, start + 1);
    throw new LexError(start, `the character ${this.#characterAt(start)} cannot stand in an action`);
  }

  #requireTerminator(at: number): void {
    if (this.#isTerminator(at)) return;
    const way = this.#text.charAt(at) === "-" ? '; a key that holds it is read by {{ index . "a-key" }}' : "";
    throw new LexError(at, `the character ${this.#characterAt(at)} cannot follow a name${way}`);
  }

  #characterAt(at: number): string {
    const { rune } = decodeRune(this.#text, at);
    return `U+${rune.toString(16).toUpperCase().padStart(4, "0")}`;
  }

  /** Whether a name may end here. */
  #isTerminator(at: number): boolean {
    const char = this.#text.charAt(at);
    return char === "" || isSpace(char) || ".,|:)(".includes(char) || this.#text.startsWith("}}", at);
  }

  /** A number, or two of them that make a complex one; what is wrong with its digits is found when it is read. */
  #number(start: number): Token {
    const end = this.#afterNumber(start, start);
    if (!/[-+]/.test(this.#text.charAt(end))) return this.#token("number", start, end);
    const complexEnd = this.#afterNumber(start, end);
    if (this.#text.charAt(complexEnd - 1) !== "i") throw badNumber(start);
    return this.#token("complex", start, complexEnd);
  }

  #afterNumber(start: number, at: number): number {
    NUMBER.lastIndex = at;
    const end = at + (NUMBER.exec(this.#text)?.[0].length ?? 0);
    if (this.#afterName(end) > end) throw badNumber(start);
    return end;
  }

  /** Behind the letters, digits and underscores from here on. */
  #afterName(start: number): number {
    let at = start;
    while (at < this.#text.length) {
      if (!/[0-9A-Za-z_]/.test(this.#text.charAt(at))) {
        const { rune, size } = decodeRune(this.#text, at);
        if (rune < 0x80 || !(isLetter(rune) || isDigit(rune))) break;
        at += size;
      } else at++;
    }
    return at;
  }

  /** How long the right delimiter is that stands here, its trim marker included; 0 where none does. */
  #rightDelimiterLength(at: number): 0 | 2 | 4 {
    if (this.#text.startsWith("}}", at)) return 2;
    return isSpace(this.#text.charAt(at)) && this.#text.startsWith("-}}", at + 1) ? 4 : 0;
  }

  #hasLeftTrimMarker(at: number): boolean {
    return this.#text.charAt(at) === "-" && isSpace(this.#text.charAt(at + 1));
  }

  #beforeSpaces(start: number, end: number): number {
    let at = end;
    while (at > start && isSpace(this.#text.charAt(at - 1))) at--;
    return at;
  }

  #afterSpaces(start: number): number {
    let at = start;
    while (isSpace(this.#text.charAt(at))) at++;
    return at;
  }
}

/** All that a number may begin with; signs, prefixes and exponents are each optional, and so are digits. */
const NUMBER =
  /[-+]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][-+]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9_]*)?)i?/y;

function badNumber(pos: number): LexError {
  return new LexError(pos, "the number is not written as one");
}

function isSpace(char: string): boolean {
  return char === " " || char === "\t" || char === "\r" || char === "\n";
}
