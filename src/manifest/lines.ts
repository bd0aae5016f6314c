import type { Source } from "./manifest.ts";

const NEWLINE = 10;

/** Counts the lines of an input when one is asked for: a run without diagnostics never asks. */
export class Lines {
  readonly #bytes: Uint8Array;
  /** As far as lines were counted, and the line there. */
  #at = 0;
  #line = 1;
  /** The next line feed from there, so that no question searches a long line again; undefined until it is needed. */
  #newline: number | undefined;

  /** What was read from a file is a Buffer, whose own indexOf is slower by far than that of the array under it. */
  constructor({ buffer, byteOffset, length }: Uint8Array) {
    this.#bytes = new Uint8Array(buffer, byteOffset, length);
  }

  /** The line, from 1, in which a byte stands. */
  lineAt(offset: number): number {
    if (offset < this.#at) {
      this.#at = 0;
      this.#line = 1;
      this.#newline = undefined;
    }
    const bytes = this.#bytes;
    let at = this.#at;
    let line = this.#line;
    let newline = this.#newline ?? newlineFrom(bytes, at);
    while (newline < offset) {
      at = newline + 1;
      line++;
      newline = newlineFrom(bytes, at);
    }
    this.#at = at;
    this.#line = line;
    this.#newline = newline;
    return line;
  }
}

/** The first line feed from an offset; infinity where there is none. */
function newlineFrom(bytes: Uint8Array, offset: number): number {
  const newline = bytes.indexOf(NEWLINE, offset);
  return newline < 0 ? Infinity : newline;
}

/** Where a document stands, with its line counted when it is asked for. */
export class DocumentSource implements Source {
  readonly path: string;
  readonly index: number;
  readonly #lines: Lines;
  readonly #offset: number;
  /** Counted once: questions that go to and fro between documents would count from the start again. */
  #line: number | undefined;

  constructor(path: string, index: number, lines: Lines, offset: number) {
    this.path = path;
    this.index = index;
    this.#lines = lines;
    this.#offset = offset;
  }

  get line(): number {
    return (this.#line ??= this.#lines.lineAt(this.#offset));
  }
}
