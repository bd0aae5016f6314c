/** A document of a stream, found without reading it as YAML. Offsets are in bytes of the input. */
export interface ScannedDocument {
  /** Where its separator line starts, or its first byte where it has none. */
  readonly start: number;
  /** Where its content starts: behind the separator line. */
  readonly content: number;
  readonly end: number;
  /** Line of `content`, from 1. */
  readonly line: number;
  /** The plain values of its only column-0 `apiVersion` and `kind`; undefined where that is not sure. */
  readonly type: { readonly apiVersion: string; readonly kind: string } | undefined;
  /** Nothing but comments and blank lines. */
  readonly empty: boolean;
  /** The separator line holds something else than `---` and a comment, which Kubernetes refuses. */
  readonly badSeparator: boolean;
}

const NEWLINE = 10;
const RETURN = 13;
const TAB = 9;
const SPACE = 32;
const HASH = 35;
const DASH = 45;
const LOWER_A = 97;
const LOWER_K = 107;
const API_VERSION = "apiVersion";
const KIND = "kind";

/**
 * Cuts a stream into documents at lines that start with `---`, as Kubernetes' YAMLReader does, and recognises what
 * each one is in the same pass. Joined again, the documents are the input, byte for byte.
 */
export function scanStream(bytes: Uint8Array): ScannedDocument[] {
  const scanner = new Scanner(bytes);
  scanner.scan();
  return scanner.documents;
}

class Scanner {
  readonly documents: ScannedDocument[] = [];
  readonly #bytes: Uint8Array;
  #start = 0;
  #content = 0;
  #line = 1;
  #contentLine = 1;
  #badSeparator = false;
  #apiVersion: string | undefined;
  #kind: string | undefined;
  #sure = true;
  #empty = true;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  scan(): void {
    const bytes = this.#bytes;
    const length = bytes.length;
    let at = startsWithByteOrderMark(bytes) ? 3 : 0;
    while (at < length) {
      this.#lookAtLine(at);
      while (at < length && bytes[at] !== NEWLINE) at++;
      at++;
      this.#line++;
    }
    this.#finish(length);
  }

  /** What stands in column 0 says all: inner lines are indented, and a block scalar's are too. */
  #lookAtLine(at: number): void {
    const first = this.#bytes[at];
    if (first === SPACE || first === TAB) this.#lookAtIndented(at);
    else if (first === NEWLINE || first === RETURN || first === HASH) return;
    else if (first === DASH && this.#isSeparator(at)) this.#separate(at);
    else this.#lookAtKey(at, first ?? 0);
  }

  #lookAtIndented(at: number): void {
    if (!this.#empty) return;
    let next = at;
    while (this.#bytes[next] === SPACE || this.#bytes[next] === TAB) next++;
    const first = this.#bytes[next];
    if (first === undefined || first === NEWLINE || first === RETURN || first === HASH) return;
    this.#empty = false;
    this.#sure = false;
  }

  #lookAtKey(at: number, first: number): void {
    this.#empty = false;
    if (first === LOWER_A && this.#startsWith(at, API_VERSION)) {
      this.#apiVersion = this.#only(this.#apiVersion, at + API_VERSION.length);
    } else if (first === LOWER_K && this.#startsWith(at, KIND)) {
      this.#kind = this.#only(this.#kind, at + KIND.length);
    } else if (!isLetter(first) && first !== DASH) this.#sure = false;
  }

  /** A second value, or one that is not plain, leaves it open what the document is. */
  #only(before: string | undefined, colon: number): string | undefined {
    const value = this.#plainValue(colon);
    if (before !== undefined || value === undefined) this.#sure = false;
    return value;
  }

  /** The value behind `name`, where the line is `name: value` and the value is one plain or simply quoted word. */
  #plainValue(colon: number): string | undefined {
    let end = colon;
    while (end < this.#bytes.length && this.#bytes[end] !== NEWLINE) end++;
    const line = latin1(this.#bytes, colon, Math.min(end, colon + 200));
    const match = /^:[ \t]+(["']?)([A-Za-z][\w./-]*)\1[ \t]*(?:[ \t]#.*)?\r?$/.exec(line);
    return match?.[2];
  }

  #startsWith(at: number, name: string): boolean {
    for (let index = 0; index < name.length; index++) {
      if (this.#bytes[at + index] !== name.charCodeAt(index)) return false;
    }
    const next = this.#bytes[at + name.length] ?? 0;
    return next === 58 || next === SPACE || next === TAB;
  }

  #isSeparator(at: number): boolean {
    return this.#bytes[at + 1] === DASH && this.#bytes[at + 2] === DASH;
  }

  #separate(at: number): void {
    if (at > 0) this.#finish(at);
    let end = at;
    while (end < this.#bytes.length && this.#bytes[end] !== NEWLINE) end++;
    this.#badSeparator = !/^---[ \t]*\r?$|^---[ \t]*#/.test(latin1(this.#bytes, at, Math.min(end, at + 400)));
    this.#start = at;
    this.#content = Math.min(end + 1, this.#bytes.length);
    this.#contentLine = this.#line + 1;
  }

  #finish(end: number): void {
    const apiVersion = this.#apiVersion;
    const kind = this.#kind;
    this.documents.push({
      start: this.#start,
      content: this.#content,
      end,
      line: this.#contentLine,
      type: this.#sure && apiVersion !== undefined && kind !== undefined ? { apiVersion, kind } : undefined,
      empty: this.#empty,
      badSeparator: this.#badSeparator,
    });
    this.#apiVersion = undefined;
    this.#kind = undefined;
    this.#sure = true;
    this.#empty = true;
    this.#badSeparator = false;
  }
}

function startsWithByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function isLetter(byte: number): boolean {
  return (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
