import type { GoString } from "./bytes.ts";
import { SPACE, TAB, HASH, YamlCursor, isBlankOrEnd, isBreak } from "./yaml-cursor.ts";
import { scanBlock } from "./yaml-scan-block.ts";
import { scanPlain, scanQuoted } from "./yaml-scan-flow.ts";
import { scanAnchor, scanDirective, scanTag } from "./yaml-scan-properties.ts";
import type { Mark, Token } from "./yaml-tokens.ts";

/** A token that becomes a key if a colon follows on the same line, at most 1024 characters on. */
interface SimpleKey {
  /** Whether it still may be one. */
  possible: boolean;
  /** Number of the token in the stream. */
  readonly token: number;
  readonly at: number;
  readonly line: number;
  readonly column: number;
  /** Whether nothing but a key can stand here, since the line begins at the mapping's column. */
  readonly required: boolean;
}

const MINUS = 0x2d;
const PERCENT = 0x25;
const QUESTION = 0x3f;
const NO_KEY: SimpleKey = { possible: false, token: -1, at: 0, line: 0, column: 0, required: false };
const END: Token = { type: "streamEnd", line: 0 };

/** What reads the token that begins with a character; a plain scalar begins with all others. */
const FETCHERS = new Map<number, (scanner: YamlScanner) => void>();

/**
 * Takes YAML apart into tokens as go-yaml v2's scanner does, block collections marked by their begin and end.
 * Tokens are made no earlier than they are asked for, except behind what may be a key.
 */
export class YamlScanner {
  readonly #cursor: YamlCursor;
  #queue: Token[] = [];
  #head = 0;
  /** How many tokens were taken: the number of the one at the head. */
  #taken = 0;
  /** Whether the token at the head is settled, so that no key can come to stand before it. */
  #settled = false;
  /** Column of the block collection around the place, -1 outside of all. */
  #indent = -1;
  readonly #indents: number[] = [];
  /** What may be a key, for each level of brackets. */
  readonly #keys: SimpleKey[] = [NO_KEY];
  /** The level of brackets on which a token may be a key, by the token's number. */
  readonly #levels = new Map<number, number>();
  #keyAllowed = true;

  constructor(text: GoString) {
    this.#cursor = new YamlCursor(text);
  }

  /** The next token. */
  peek(): Token {
    if (!this.#settled) this.#settle();
    return this.#queue[this.#head] ?? END;
  }

  /** The next token, which is then behind. */
  take(): Token {
    const token = this.peek();
    this.#settled = false;
    this.#head++;
    this.#taken++;
    if (this.#head === this.#queue.length) {
      this.#queue = [];
      this.#head = 0;
    }
    return token;
  }

  #settle(): void {
    while (this.#head === this.#queue.length || this.#headMayBeKey()) this.#fetch();
    this.#settled = true;
  }

  #headMayBeKey(): boolean {
    const level = this.#levels.get(this.#taken);
    const key = level === undefined ? undefined : this.#keys[level];
    return key !== undefined && this.#isAlive(key);
  }

  #isAlive(key: SimpleKey): boolean {
    if (!key.possible) return false;
    if (key.line === this.#cursor.line && !this.#cursor.isTooFar(key.at)) return true;
    if (key.required) throw this.#cursor.error("colonMissing");
    key.possible = false;
    return false;
  }

  /** What may be a key inside the innermost brackets. */
  #key(): SimpleKey {
    return this.#keys.at(-1) ?? NO_KEY;
  }

  #fetch(): void {
    const cursor = this.#cursor;
    this.#skipToToken();
    this.#closeBlocks(cursor.column);
    cursor.demand(4);
    const code = cursor.code();
    if (code === 0) this.#fetchEnd();
    else if (code === PERCENT && cursor.column === 0) this.#fetchDirective();
    else if (cursor.atMarker()) this.#fetchMarker(code);
    else this.#fetchContent(code);
    cursor.demand(1);
  }

  /** Goes over white space and comments; a tab may not stand where a key could. */
  #skipToToken(): void {
    const cursor = this.#cursor;
    for (let code = cursor.code(); ; code = cursor.code()) {
      if (code === SPACE || (code === TAB && (this.#inFlow() || !this.#keyAllowed))) cursor.at++;
      else if (code === HASH) cursor.skipLine();
      else if (isBreak(code)) {
        cursor.newLine();
        if (!this.#inFlow()) this.#keyAllowed = true;
      } else return;
    }
  }

  #inFlow(): boolean {
    return this.#keys.length > 1;
  }

  #push(type: Mark): void {
    this.#queue.push({ type, line: this.#cursor.line });
  }

  /** Pushes a token of one character and steps over it. */
  #pushIndicator(type: Mark): void {
    this.#push(type);
    this.#cursor.at++;
  }

  #fetchEnd(): void {
    if (this.#cursor.column !== 0) this.#cursor.closeLine();
    this.#leaveBlocks();
    this.#push("streamEnd");
  }

  #fetchDirective(): void {
    this.#leaveBlocks();
    const { line } = this.#cursor;
    this.#queue.push({ type: "directive", line, directive: scanDirective(this.#cursor) });
  }

  #fetchMarker(code: number): void {
    this.#leaveBlocks();
    this.#push(code === MINUS ? "documentStart" : "documentEnd");
    this.#cursor.at += 3;
  }

  #leaveBlocks(): void {
    this.#closeBlocks(-1);
    this.#dropKey();
    this.#keyAllowed = false;
  }

  #fetchContent(code: number): void {
    const fetch = FETCHERS.get(code);
    if (fetch !== undefined) fetch(this);
    else this.#fetchPlain();
  }

  /** `-`, `?` and `:` are indicators before white space, the latter two always inside brackets; else text. */
  #fetchIndicator(code: number): void {
    const alone = isBlankOrEnd(this.#cursor.code(1));
    if (code === MINUS ? !alone : !alone && !this.#inFlow()) this.#fetchPlain();
    else if (code === MINUS) this.#fetchEntry();
    else if (code === QUESTION) this.#fetchKey();
    else this.#fetchValue();
  }

  #openFlow(type: "flowSequence" | "flowMapping"): void {
    this.#saveKey();
    this.#keys.push({ ...NO_KEY, token: this.#nextToken() });
    this.#keyAllowed = true;
    this.#pushIndicator(type);
  }

  /**
   * Brackets that held nothing which could be a key have the number of their own opening token: go-yaml then forgets
   * that the brackets could be a key themselves, so `[]: a` ends behind `[]`.
   */
  #closeFlow(type: "flowSequenceEnd" | "flowMappingEnd"): void {
    this.#dropKey();
    if (this.#inFlow()) {
      this.#levels.delete(this.#key().token);
      this.#keys.pop();
    }
    this.#keyAllowed = false;
    this.#pushIndicator(type);
  }

  #fetchFlowEntry(): void {
    this.#dropKey();
    this.#keyAllowed = true;
    this.#pushIndicator("flowEntry");
  }

  #fetchEntry(): void {
    if (!this.#inFlow()) this.#openBlockHere("blockSequence", "entryNotAllowed");
    this.#dropKey();
    this.#keyAllowed = true;
    this.#pushIndicator("blockEntry");
  }

  #fetchKey(): void {
    if (!this.#inFlow()) this.#openBlockHere("blockMapping", "keyNotAllowed");
    this.#dropKey();
    this.#keyAllowed = !this.#inFlow();
    this.#pushIndicator("key");
  }

  #fetchValue(): void {
    const key = this.#key();
    if (this.#isAlive(key)) {
      this.#insert("key", key);
      this.#openBlock("blockMapping", key.column, key);
      this.#forget(key);
      this.#keyAllowed = false;
    } else {
      if (!this.#inFlow()) this.#openBlockHere("blockMapping", "valueNotAllowed");
      this.#keyAllowed = !this.#inFlow();
    }
    this.#pushIndicator("value");
  }

  /** Puts a token before the one that turned out to be a key; behind all, if that one is already taken. */
  #insert(type: Mark, { token, line }: Pick<SimpleKey, "token" | "line">): void {
    const position = token < this.#taken ? this.#queue.length : this.#head + token - this.#taken;
    this.#queue.splice(position, 0, { type, line });
  }

  #nextToken(): number {
    return this.#taken + this.#queue.length - this.#head;
  }

  /** Opens a block collection where an indicator stands, if it is not open already. */
  #openBlockHere(
    type: "blockSequence" | "blockMapping",
    problem: "entryNotAllowed" | "keyNotAllowed" | "valueNotAllowed",
  ): void {
    if (!this.#keyAllowed) throw this.#cursor.error(problem);
    this.#openBlock(type, this.#cursor.column, { token: this.#nextToken(), line: this.#cursor.line });
  }

  #openBlock(
    type: "blockSequence" | "blockMapping",
    column: number,
    before: Pick<SimpleKey, "token" | "line">,
  ): void {
    if (this.#inFlow() || this.#indent >= column) return;
    this.#indents.push(this.#indent);
    this.#indent = column;
    this.#insert(type, before);
  }

  /** Closes the block collections that begin right of a column. */
  #closeBlocks(column: number): void {
    if (this.#inFlow()) return;
    while (this.#indent > column) {
      this.#push("blockEnd");
      this.#indent = this.#indents.pop() ?? -1;
    }
  }

  #fetchName(type: "alias" | "anchor"): void {
    this.#startText();
    const { line } = this.#cursor;
    this.#queue.push({ type, line, name: scanAnchor(this.#cursor) });
  }

  #fetchTag(): void {
    this.#startText();
    const { line } = this.#cursor;
    this.#queue.push({ type: "tag", line, tag: scanTag(this.#cursor) });
  }

  #fetchQuoted(): void {
    this.#startText();
    const { line } = this.#cursor;
    this.#queue.push({ type: "scalar", line, value: scanQuoted(this.#cursor), plain: false });
  }

  #fetchPlain(): void {
    this.#startText();
    const cursor = this.#cursor;
    const { line } = cursor;
    const { value, brokeLine } = scanPlain(cursor, { indent: this.#indent + 1, inFlow: this.#inFlow() });
    if (brokeLine) this.#keyAllowed = true;
    this.#queue.push({ type: "scalar", line, value, plain: true });
  }

  #fetchBlock(folded: boolean): void {
    if (this.#inFlow()) throw this.#cursor.error("tokenUnknown");
    this.#dropKey();
    this.#keyAllowed = true;
    const { line } = this.#cursor;
    this.#queue.push({
      type: "scalar",
      line,
      value: scanBlock(this.#cursor, folded, this.#indent),
      plain: false,
    });
  }

  /** What begins here may be a key, and no other key can follow it. */
  #startText(): void {
    this.#saveKey();
    this.#keyAllowed = false;
  }

  #saveKey(): void {
    if (!this.#keyAllowed) return;
    this.#dropKey();
    const { at, line, column } = this.#cursor;
    const token = this.#nextToken();
    const required = !this.#inFlow() && this.#indent === column;
    this.#keys[this.#keys.length - 1] = { possible: true, token, at, line, column, required };
    this.#levels.set(token, this.#keys.length - 1);
  }

  /** What might have been a key inside the innermost brackets is none. */
  #dropKey(): void {
    const key = this.#key();
    if (!key.possible) return;
    if (key.required) throw this.#cursor.error("colonMissing");
    this.#forget(key);
  }

  #forget(key: SimpleKey): void {
    key.possible = false;
    this.#levels.delete(key.token);
  }

  static {
    const unknown = (scanner: YamlScanner): never => {
      throw scanner.#cursor.error("tokenUnknown");
    };
    const indicator = (scanner: YamlScanner): void => scanner.#fetchIndicator(scanner.#cursor.code());
    const quoted = (scanner: YamlScanner): void => scanner.#fetchQuoted();
    const fetchers: Readonly<Record<string, (scanner: YamlScanner) => void>> = {
      "[": (scanner) => scanner.#openFlow("flowSequence"),
      "{": (scanner) => scanner.#openFlow("flowMapping"),
      "]": (scanner) => scanner.#closeFlow("flowSequenceEnd"),
      "}": (scanner) => scanner.#closeFlow("flowMappingEnd"),
      ",": (scanner) => scanner.#fetchFlowEntry(),
      "-": indicator,
      "?": indicator,
      ":": indicator,
      "*": (scanner) => scanner.#fetchName("alias"),
      "&": (scanner) => scanner.#fetchName("anchor"),
      "!": (scanner) => scanner.#fetchTag(),
      "|": (scanner) => scanner.#fetchBlock(false),
      ">": (scanner) => scanner.#fetchBlock(true),
      "'": quoted,
      '"': quoted,
      "%": unknown,
      "@": unknown,
      "`": unknown,
      "\t": unknown,
    };
    for (const [char, fetch] of Object.entries(fetchers)) FETCHERS.set(char.charCodeAt(0), fetch);
  }
}
