import type { GoString } from "../go/bytes.ts";
import type { Evaluation } from "./gjson-evaluation.ts";

/** A text that grows at its end and can be cut back to an earlier end. */
export class ChunkBuffer {
  readonly #evaluation: Evaluation;
  readonly #chunks: GoString[] = [];
  #length = 0;

  constructor(evaluation: Evaluation) {
    this.#evaluation = evaluation;
  }

  /** Length of the text. */
  get length(): number {
    return this.#length;
  }

  /** A place to which `cut` and `since` can go back: how many pieces there are. */
  get mark(): number {
    return this.#chunks.length;
  }

  /** Adds a piece. */
  push(chunk: GoString): void {
    this.#evaluation.spend(chunk.length);
    if (chunk === "") return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** The last character; empty where there is no text. */
  get last(): string {
    return this.#chunks.at(-1)?.at(-1) ?? "";
  }

  /** Takes the last character off. */
  dropLast(): void {
    const chunk = this.#chunks.pop() ?? "";
    this.#length -= chunk.length;
    this.push(chunk.slice(0, -1));
  }

  /** Back to a mark. */
  cut(mark: number): void {
    for (const chunk of this.#chunks.splice(mark)) this.#length -= chunk.length;
  }

  /** The text between two marks. */
  between(start: number, end: number): GoString {
    return this.#chunks.slice(start, end).join("");
  }

  /** The whole text. */
  text(): GoString {
    return this.#chunks.join("");
  }
}
