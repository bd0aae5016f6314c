import type { Source } from "./manifest.ts";

const NEWLINE = 10;

/** Counts the lines of an input when one is asked for: a run without diagnostics never asks. */
export class Lines {
  readonly #bytes: Uint8Array;
  /** As far as lines were counted, and the line there. */
  #at = 0;
  #line = 1;

  /** What was read from a file is a Buffer, whose own indexOf is slower by far than that of the array under it. */
  constructor({ buffer, byteOffset, length }: Uint8Array) {
    this.#bytes = new Uint8Array(buffer, byteOffset, length);
  }

  /** The line, from 1, in which a byte stands. */
  lineAt(offset: number): number {
    if (offset < this.#at) {
      this.#at = 0;
      this.#line = 1;
    }
    const bytes = this.#bytes;
    let newline = bytes.indexOf(NEWLINE, this.#at);
    let line = this.#line;
    while (newline >= 0 && newline < offset) {
      this.#at = newline + 1;
      line++;
      newline = bytes.indexOf(NEWLINE, newline + 1);
    }
    this.#line = line;
    return line;
  }
}

/** Where a document stands, with its line counted when it is asked for. */
export class DocumentSource implements Source {
  readonly path: string;
  readonly index: number;
  readonly #lines: Lines;
  readonly #offset: number;

  constructor(path: string, index: number, lines: Lines, offset: number) {
    this.path = path;
    this.index = index;
    this.#lines = lines;
    this.#offset = offset;
  }

  get line(): number {
    return this.#lines.lineAt(this.#offset);
  }
}
