/** Is told of work, in instructions times characters, before more of it is done; ends the matching by throwing. */
export type ChargeMatching = (work: number) => void;

/**
 * A text that charges for being read. One search is linear, but each of many matches may read on to the end of the
 * text: only what the engine really reads tells which do. A first pass over the text is not charged here.
 */
export class MeteredText extends String {
  readonly #text: string;
  readonly #charge: ChargeMatching;
  readonly #workPerRead: number;
  /** Reads until the next charge. */
  #left: number;

  constructor(text: string, programSize: number, charge: ChargeMatching) {
    super(text);
    this.#text = text;
    this.#charge = charge;
    this.#workPerRead = programSize / READS_PER_CHARACTER;
    this.#left = FREE_READS * (text.length + 1);
  }

  override charCodeAt(index: number): number {
    if (--this.#left < 0) this.#refill();
    return this.#text.charCodeAt(index);
  }

  /** How the engine looks for the literal parts of an expression. */
  override indexOf(searched: string, from = 0): number {
    const index = this.#text.indexOf(searched, from);
    this.#left -= ((index < 0 ? this.#text.length : index) - from) / SCANNED_PER_READ;
    if (this.#left < 0) this.#refill();
    return index;
  }

  #refill(): void {
    const reads = READS_PER_CHARGE - this.#left;
    this.#left = READS_PER_CHARGE;
    this.#charge(reads * this.#workPerRead);
  }
}

/** How often the engine reads a character in one pass: once as itself, twice for what stands around it. */
const READS_PER_CHARACTER = 3;

/** Reads for each character that are not charged: a pass for the match, one for its groups, and some backtracking. */
const FREE_READS = 8;

const READS_PER_CHARGE = 1024;

/** Characters that `indexOf` passes over in the time of one read. */
const SCANNED_PER_READ = 256;
