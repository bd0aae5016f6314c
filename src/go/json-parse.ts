import type { GoString } from "./bytes.ts";
import { readJsonString } from "./json-string.ts";

/** Where a value stands in its text: `text.slice(start, end)` is its source, as Go's `json.RawMessage` keeps it. */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
}

/** A JSON null. */
export interface JsonNull extends JsonSpan {
  readonly kind: "null";
}

/** A JSON true or false. */
export interface JsonBool extends JsonSpan {
  readonly kind: "bool";
  readonly value: boolean;
}

/** A JSON number, as it is written. */
export interface JsonNumber extends JsonSpan {
  readonly kind: "number";
  readonly text: GoString;
}

/** A JSON string, unescaped; always valid UTF-8. */
export interface JsonString extends JsonSpan {
  readonly kind: "string";
  readonly value: GoString;
}

/** A JSON array. */
export interface JsonArray extends JsonSpan {
  readonly kind: "array";
  readonly items: readonly JsonNode[];
}

/** A JSON object with its members in source order, duplicates included (decoding into a Go map keeps the last). */
export interface JsonObject extends JsonSpan {
  readonly kind: "object";
  readonly members: readonly (readonly [GoString, JsonNode])[];
}

/** Any JSON value. */
export type JsonNode = JsonNull | JsonBool | JsonNumber | JsonString | JsonArray | JsonObject;

/** The text is not what encoding/json accepts. The message holds nothing of the text. */
export class JsonSyntaxError extends Error {
  override readonly name = "JsonSyntaxError";
  /** Offset of the byte, the escape or the token that cannot be there; the length of a text that ends too early. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(`${message} at byte ${offset}`);
    this.offset = offset;
  }
}

/** encoding/json's own bound on nested arrays and objects. */
const MAX_DEPTH = 10_000;

/** How to parse: `isPrefix` lets anything follow the value, as `json.Decoder` does, which reads one after the other. */
export interface ParseOptions {
  readonly maxDepth?: number;
  readonly isPrefix?: boolean;
}

/**
 * `json.Unmarshal` into a tree: one value with white space around it, as strict as encoding/json. Bytes that are not
 * UTF-8 and unpaired surrogates become U+FFFD. Throws JsonSyntaxError, also for more than `maxDepth` levels.
 */
export function parseJson(text: GoString, options: ParseOptions = {}): JsonNode {
  return new Parser(text, options).parse();
}

/** What parseJson gives; undefined where it throws. */
export function tryParseJson(text: GoString, options: ParseOptions = {}): JsonNode | undefined {
  try {
    return parseJson(text, options);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}

/** A number's float64, as decoding into `any` gives it; ±Infinity for a number that Go calls out of range. */
export function jsonNumberToFloat(text: GoString): number {
  return Number(text);
}

/** An array whose end has not been read. */
interface OpenArray {
  readonly kind: "array";
  readonly items: JsonNode[];
  readonly start: number;
}

/** An object whose end has not been read, and the key of the member that is being read. */
interface OpenObject {
  readonly kind: "object";
  readonly members: [GoString, JsonNode][];
  readonly start: number;
  key: GoString;
}

/** Reads without recursion: ten thousand levels would not fit on the call stack. */
class Parser {
  readonly #text: GoString;
  readonly #maxDepth: number;
  readonly #isPrefix: boolean;
  readonly #open: (OpenArray | OpenObject)[] = [];
  #at = 0;

  constructor(text: GoString, { maxDepth = MAX_DEPTH, isPrefix = false }: ParseOptions) {
    this.#text = text;
    this.#maxDepth = maxDepth;
    this.#isPrefix = isPrefix;
  }

  parse(): JsonNode {
    for (;;) {
      const value = this.#readValue();
      const root = value === undefined ? undefined : this.#place(value);
      if (root !== undefined) return root;
    }
  }

  /** One value; undefined where an array or object was opened, whose first value is to be read. */
  #readValue(): JsonNode | undefined {
    this.#skipSpace();
    switch (this.#text.charAt(this.#at)) {
      case "{":
        return this.#openObject();
      case "[":
        return this.#openArray();
      case '"':
        return this.#readString();
      case "t":
        return { kind: "bool", value: true, ...this.#readWord("true") };
      case "f":
        return { kind: "bool", value: false, ...this.#readWord("false") };
      case "n":
        return { kind: "null", ...this.#readWord("null") };
      default:
        return this.#readNumber();
    }
  }

  /** Puts a complete value into what is open; gives the root where nothing is, undefined where more is to come. */
  #place(value: JsonNode): JsonNode | undefined {
    let complete = value;
    for (;;) {
      const open = this.#open.at(-1);
      if (open === undefined) return this.#end(complete);
      if (open.kind === "array") open.items.push(complete);
      else open.members.push([open.key, complete]);
      if (!this.#closes(open)) return undefined;
      complete = this.#close(open);
    }
  }

  #end(root: JsonNode): JsonNode {
    this.#skipSpace();
    if (this.#at < this.#text.length && !this.#isPrefix) this.#fail("Expected the end of the JSON value");
    return root;
  }

  /** Whether the open array or object ends here; else it goes on behind a comma. */
  #closes(open: OpenArray | OpenObject): boolean {
    this.#skipSpace();
    const char = this.#text.charAt(this.#at);
    if (char === (open.kind === "array" ? "]" : "}")) return true;
    if (char !== ",") this.#fail("Expected a comma or the end of the JSON array or object");
    this.#at++;
    if (open.kind === "object") this.#readKey(open);
    return false;
  }

  #openArray(): JsonNode | undefined {
    const open: OpenArray = { kind: "array", items: [], start: this.#at };
    this.#push(open);
    return this.#text.charAt(this.#at) === "]" ? this.#close(open) : undefined;
  }

  #openObject(): JsonNode | undefined {
    const open: OpenObject = { kind: "object", members: [], start: this.#at, key: "" };
    this.#push(open);
    if (this.#text.charAt(this.#at) === "}") return this.#close(open);
    this.#readKey(open);
    return undefined;
  }

  #push(open: OpenArray | OpenObject): void {
    if (this.#open.length >= this.#maxDepth) this.#fail("Too many levels of JSON arrays and objects");
    this.#open.push(open);
    this.#at++;
    this.#skipSpace();
  }

  #close(open: OpenArray | OpenObject): JsonNode {
    this.#open.pop();
    this.#at++;
    const { start } = open;
    if (open.kind === "array") return { kind: "array", items: open.items, start, end: this.#at };
    return { kind: "object", members: open.members, start, end: this.#at };
  }

  #readKey(open: OpenObject): void {
    this.#skipSpace();
    if (this.#text.charAt(this.#at) !== '"') this.#fail("Expected the key of a JSON member");
    open.key = this.#readString().value;
    this.#skipSpace();
    if (this.#text.charAt(this.#at) !== ":") this.#fail("Expected a colon after the key of a JSON member");
    this.#at++;
  }

  #readString(): JsonString {
    const start = this.#at;
    const read = readJsonString(this.#text, start);
    this.#at = read.end;
    if (read.value === undefined) this.#fail("Invalid JSON string");
    return { kind: "string", value: read.value, start, end: read.end };
  }

  #readWord(word: string): JsonSpan {
    const start = this.#at;
    for (const letter of word) {
      if (this.#text.charAt(this.#at) !== letter) this.#fail("Expected a JSON value");
      this.#at++;
    }
    return { start, end: this.#at };
  }

  #readNumber(): JsonNumber {
    NUMBER.lastIndex = this.#at;
    const text = NUMBER.exec(this.#text)?.[0];
    if (text === undefined) this.#fail("Expected a JSON value");
    const start = this.#at;
    this.#at += text.length;
    return { kind: "number", text, start, end: this.#at };
  }

  #skipSpace(): void {
    while (isSpace(this.#text.charCodeAt(this.#at))) this.#at++;
  }

  #fail(message: string): never {
    throw new JsonSyntaxError(message, this.#at);
  }
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
