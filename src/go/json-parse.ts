import type { GoString } from "./bytes.ts";
import { encodeRune, isAscii, RUNE_ERROR, toValidUtf8 } from "./bytes.ts";

interface Span {
  /** The raw text of the value is `text.slice(start, end)`. */
  readonly start: number;
  readonly end: number;
}

export type JsonNode = Span &
  (
    | { readonly kind: "null" }
    | { readonly kind: "bool"; readonly value: boolean }
    | { readonly kind: "number"; readonly text: GoString }
    | { readonly kind: "string"; readonly value: GoString }
    | { readonly kind: "array"; readonly items: readonly JsonNode[] }
    | { readonly kind: "object"; readonly members: readonly (readonly [GoString, JsonNode])[] }
  );

/** A text is not JSON. Nothing of the text is told, only where. */
export class JsonSyntaxError extends Error {
  override readonly name = "JsonSyntaxError";
  readonly offset: number;

  constructor(offset: number) {
    super("The text is not JSON");
    this.offset = offset;
  }
}

const MAX_DEPTH = 10_000;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const SPACE = /[ \t\r\n]*/y;
// eslint-disable-next-line no-control-regex -- JSON texts hold no raw control characters
const CHARACTERS = /[^"\\\u0000-\u001f]*/y;

/** Parses one JSON text as strictly as encoding/json; members keep their order and their duplicates. */
export function parseJson(text: GoString, options: { readonly maxDepth?: number } = {}): JsonNode {
  const parser = new Parser(text, options.maxDepth ?? MAX_DEPTH);
  return parser.parseAll();
}

class Parser {
  readonly #text: GoString;
  readonly #maxDepth: number;
  #at = 0;

  constructor(text: GoString, maxDepth: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
  }

  parseAll(): JsonNode {
    const node = this.#value(0);
    this.#match(SPACE);
    if (this.#at < this.#text.length) this.#fail();
    return node;
  }

  #value(depth: number): JsonNode {
    if (depth > this.#maxDepth) this.#fail();
    this.#match(SPACE);
    switch (this.#text[this.#at]) {
      case "{":
        return this.#object(depth);
      case "[":
        return this.#array(depth);
      case '"':
        return this.#stringNode();
      case "t":
        return this.#literal("true", { kind: "bool", value: true });
      case "f":
        return this.#literal("false", { kind: "bool", value: false });
      case "n":
        return this.#literal("null", { kind: "null" });
      default:
        return this.#number();
    }
  }

  #object(depth: number): JsonNode {
    const start = this.#at++;
    const members: (readonly [GoString, JsonNode])[] = [];
    if (!this.#closes("}")) {
      do {
        this.#match(SPACE);
        const key = this.#string();
        this.#match(SPACE);
        this.#expect(":");
        members.push([key, this.#value(depth + 1)]);
      } while (this.#continues("}"));
    }
    return { kind: "object", members, start, end: this.#at };
  }

  #array(depth: number): JsonNode {
    const start = this.#at++;
    const items: JsonNode[] = [];
    if (!this.#closes("]")) {
      do items.push(this.#value(depth + 1));
      while (this.#continues("]"));
    }
    return { kind: "array", items, start, end: this.#at };
  }

  #closes(bracket: string): boolean {
    this.#match(SPACE);
    if (this.#text[this.#at] !== bracket) return false;
    this.#at++;
    return true;
  }

  /** A comma goes on, the bracket ends. */
  #continues(bracket: string): boolean {
    if (this.#closes(bracket)) return false;
    this.#expect(",");
    return true;
  }

  #literal(word: string, node: { kind: "null" } | { kind: "bool"; value: boolean }): JsonNode {
    const start = this.#at;
    if (!this.#text.startsWith(word, start)) this.#fail();
    this.#at += word.length;
    return { ...node, start, end: this.#at };
  }

  #number(): JsonNode {
    const start = this.#at;
    const text = this.#match(NUMBER);
    if (text === "") this.#fail();
    return { kind: "number", text, start, end: this.#at };
  }

  #stringNode(): JsonNode {
    const start = this.#at;
    const value = this.#string();
    return { kind: "string", value, start, end: this.#at };
  }

  #string(): GoString {
    this.#expect('"');
    let value = "";
    for (;;) {
      value += this.#match(CHARACTERS);
      const char = this.#text[this.#at];
      if (char === '"') break;
      if (char !== "\\") this.#fail();
      value += this.#escape();
    }
    this.#at++;
    return isAscii(value) ? value : toValidUtf8(value);
  }

  #escape(): GoString {
    const letter = this.#text[this.#at + 1] ?? "";
    const short = ESCAPES.get(letter);
    if (short !== undefined) {
      this.#at += 2;
      return short;
    }
    const unit = this.#unicodeEscape();
    if (unit < 0xd800 || unit > 0xdfff) return encodeRune(unit);
    return this.#surrogate(unit);
  }

  /** A pair makes one rune; a surrogate without its other half is U+FFFD, and what follows it stands for itself. */
  #surrogate(unit: number): GoString {
    const before = this.#at;
    if (unit < 0xdc00 && this.#text.startsWith("\\u", before)) {
      const low = this.#unicodeEscape();
      if (low >= 0xdc00 && low <= 0xdfff)
        return encodeRune(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
      this.#at = before;
    }
    return encodeRune(RUNE_ERROR);
  }

  #unicodeEscape(): number {
    const digits = this.#text.slice(this.#at + 2, this.#at + 6);
    if (this.#text[this.#at + 1] !== "u" || !/^[0-9a-fA-F]{4}$/.test(digits)) this.#fail();
    this.#at += 6;
    return Number.parseInt(digits, 16);
  }

  #expect(char: string): void {
    if (this.#text[this.#at] !== char) this.#fail();
    this.#at++;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const text = pattern.exec(this.#text)?.[0] ?? "";
    this.#at += text.length;
    return text;
  }

  #fail(): never {
    throw new JsonSyntaxError(this.#at);
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
