import { Buffer } from "node:buffer";

import type { Stretch } from "./windows.ts";
import { windowsOf } from "./windows.ts";

/** A document of a stream, found without reading it as YAML. Offsets are in bytes of the input. */
export interface ScannedDocument {
  /** Where its separator line starts, or its first byte where it has none. */
  readonly start: number;
  /** Where its content starts: behind the separator line. */
  readonly content: number;
  readonly end: number;
  /** The plain values of its only column-0 `apiVersion` and `kind`; undefined where that is not sure. */
  readonly type: DocumentType | undefined;
  /** Nothing but comments and blank lines. */
  readonly empty: boolean;
  /** The separator line holds something else than `---` and a comment, which Kubernetes refuses. */
  readonly badSeparator: boolean;
}

interface DocumentType {
  readonly apiVersion: string;
  readonly kind: string;
}

const NEWLINE = 10;
const DASH = 45;
const SEPARATOR = "---";
const GOOD_SEPARATOR = /^---[ \t]*(?:\r?\n?$|#)/;

/** The starts of lines that tell something: what stands in column 0 and is not a plain key, a list or a comment. */
const TELLING = /^(?:---|(?:apiVersion|kind)(?=[: \t])|[^ \t\r\n#A-Za-z-])/gm;
const TYPE_LINE = /^(apiVersion|kind):[ \t]+(["']?)([A-Za-z][\w./-]*)\2[ \t]*(?:[ \t]#.*)?\r?$/;
const OUTER_LINE = /^[^ \t\r\n#]/m;
const INDENTED_LINE = /^[ \t]+[^ \t\r\n#]/m;

/** At the start of a stream, of which it is no part for a reader. */
const BYTE_ORDER_MARK = /^\xEF\xBB\xBF/;

/** NEL, LS and PS in UTF-8: ends of lines for YAML 1.1, and for nobody else. */
const RARE_LINE_END = /\xC2\x85|\xE2\x80[\xA8\xA9]/;

/**
 * Cuts a stretch of whole documents at lines that start with `---`, as Kubernetes' YAMLReader does, and recognises
 * what each one is in the same pass. Joined again, the documents are the stretch, byte for byte.
 */
export function scanDocuments(bytes: Uint8Array, stretch: Stretch): ScannedDocument[] {
  const scanner = new Scanner(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), stretch);
  scanner.scan();
  return scanner.documents;
}

class Scanner {
  readonly documents: ScannedDocument[] = [];
  readonly #buffer: Buffer;
  readonly #stretch: Stretch;
  /** Where the first line starts, behind a byte order mark: that is no document of its own. */
  readonly #first: number;
  #start: number;
  #content: number;
  #badSeparator = false;
  #apiVersion: string | undefined;
  #kind: string | undefined;
  #sure = true;
  #hasRareLineEnds = false;

  constructor(buffer: Buffer, stretch: Stretch) {
    this.#buffer = buffer;
    this.#stretch = stretch;
    const mark = buffer.toString("latin1", stretch.start, stretch.start + 3);
    this.#first = BYTE_ORDER_MARK.test(mark) ? stretch.start + 3 : stretch.start;
    this.#start = stretch.start;
    this.#content = stretch.start;
  }

  scan(): void {
    for (const { text, end } of windowsOf(this.#buffer, this.#stretch)) {
      this.#hasRareLineEnds ||= RARE_LINE_END.test(text);
      const lines = end === text.length ? text.replace(BYTE_ORDER_MARK, "") : text;
      this.#scanWindow(lines, end - lines.length);
    }
    this.#finish(this.#stretch.end);
  }

  #scanWindow(text: string, offset: number): void {
    TELLING.lastIndex = 0;
    while (TELLING.test(text)) {
      const tokenEnd = TELLING.lastIndex;
      const lineFeed = text.indexOf("\n", tokenEnd);
      const end = lineFeed < 0 ? text.length : lineFeed;
      const last = text.charCodeAt(tokenEnd - 1);
      if (last === DASH) this.#lookAtDashes(text, tokenEnd - SEPARATOR.length, end, offset);
      else this.#lookAtKey(text, tokenEnd, end);
      TELLING.lastIndex = end;
    }
  }

  /** A separator stands behind a line feed; behind a carriage return alone it is what YAML takes for one. */
  #lookAtDashes(text: string, at: number, end: number, offset: number): void {
    if (at > 0 && text.charCodeAt(at - 1) !== NEWLINE) {
      this.#sure = false;
      return;
    }
    if (offset + at > this.#first) {
      this.#finish(offset + at);
      this.#start = offset + at;
    }
    this.#content = Math.min(offset + end + 1, this.#stretch.end);
    this.#badSeparator = end > at + SEPARATOR.length && !GOOD_SEPARATOR.test(text.slice(at, end));
  }

  /** A second value, or one that is not plain, leaves it open what the document is. */
  #lookAtKey(text: string, tokenEnd: number, end: number): void {
    const line = TYPE_NAMES.find((name) => text.startsWith(name, tokenEnd - name.length));
    const value = line === undefined ? undefined : typeValue(text.slice(tokenEnd - line.length, end));
    if (value === undefined) this.#sure = false;
    else if (line === "kind") {
      if (this.#kind !== undefined) this.#sure = false;
      this.#kind = value;
    } else {
      if (this.#apiVersion !== undefined) this.#sure = false;
      this.#apiVersion = value;
    }
  }

  #finish(end: number): void {
    const apiVersion = this.#apiVersion;
    const kind = this.#kind;
    if (this.#hasRareLineEnds && RARE_LINE_END.test(this.#text(end))) this.#sure = false;
    const isTyped = this.#sure && apiVersion !== undefined && kind !== undefined && this.#isPlain(end);
    this.documents.push({
      start: this.#start,
      content: this.#content,
      end,
      type: isTyped ? { apiVersion, kind } : undefined,
      empty: this.#sure && apiVersion === undefined && kind === undefined && this.#isEmpty(end),
      badSeparator: this.#badSeparator,
    });
    this.#apiVersion = undefined;
    this.#kind = undefined;
    this.#sure = true;
    this.#badSeparator = false;
  }

  /** The content of the document that ends at `end`. */
  #text(end: number): string {
    return this.#buffer.toString("latin1", this.#content, end).replace(BYTE_ORDER_MARK, "");
  }

  /** Nothing is indented before the first key. */
  #isPlain(end: number): boolean {
    if (isLetter(this.#buffer[this.#content] ?? 0)) return true;
    const text = this.#text(end);
    return !INDENTED_LINE.test(text.slice(0, Math.max(0, text.search(OUTER_LINE))));
  }

  #isEmpty(end: number): boolean {
    const text = this.#text(end);
    return !OUTER_LINE.test(text) && !INDENTED_LINE.test(text);
  }
}

const TYPE_NAMES = ["apiVersion", "kind"];

/** The values of lines seen before: a stream has few, and a piece of a text keeps all of the text in memory. */
const typeValues = new Map<string, string | undefined>();
const MOST_TYPE_VALUES = 256;

/** The value in a line `apiVersion: value` or `kind: value`; undefined where it is not a plain or quoted word. */
function typeValue(line: string): string | undefined {
  if (typeValues.has(line)) return typeValues.get(line);
  const value = TYPE_LINE.exec(line)?.[3];
  if (typeValues.size < MOST_TYPE_VALUES) typeValues.set(line, value);
  return value;
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
