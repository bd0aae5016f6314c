import { clearInterval, setInterval } from "node:timers";

import type { Access, AccessId, Call } from "../../ground/journal.ts";
import { accessKey } from "../../ground/journal.ts";
import { visible } from "../../ground/visible.ts";
import type { RunObserver } from "../../render.ts";
import type { Output } from "../io.ts";
import { writeText } from "../io.ts";

/** How long nothing is said, and then how often the line is drawn anew, in ms. */
const QUIET = 2000;
const INTERVAL = 250;
const MOST_COLUMNS = 79;

const ERASE_LINE = "\r\u001B[K";

/** One line on a terminal that tells how far a slow run is. It is gone when the run ends. */
export class Progress implements RunObserver {
  readonly #output: Output;
  readonly #clock: () => number;
  readonly #startedAt: number;
  readonly #asked = new Map<string, string>();
  readonly #done = new Set<string>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #isShown = false;

  /** `clock` counts milliseconds from anywhere. */
  constructor(output: Output, clock: () => number) {
    this.#output = output;
    this.#clock = clock;
    this.#startedAt = clock();
  }

  /** Draws by itself from now on. */
  start(): void {
    this.#timer = setInterval(() => this.draw(), INTERVAL);
    this.#timer.unref();
  }

  /** Draws the line, unless it is too early for one. */
  draw(): void {
    if (this.#clock() - this.#startedAt < QUIET) return;
    this.#isShown = true;
    writeText(this.#output, `${ERASE_LINE}${this.line()}`);
  }

  /** Takes the line away. */
  stop(): void {
    clearInterval(this.#timer);
    if (this.#isShown) writeText(this.#output, ERASE_LINE);
    this.#isShown = false;
  }

  /** `presecret: 3 of 12 secrets after 2.5 s, waiting for SecretStore shop/db`. */
  line(): string {
    const seconds = ((this.#clock() - this.#startedAt) / 1000).toFixed(1);
    const slowest = this.#slowest();
    const waiting = slowest === undefined ? "" : `, waiting for ${slowest}`;
    const text = `presecret: ${this.#done.size} of ${this.#asked.size} secrets after ${seconds} s${waiting}`;
    return visible(text, MOST_COLUMNS);
  }

  planned(): void {
    // What is planned is counted when it is asked for: a store that cannot be opened is not waited for.
  }

  emitted(): void {
    this.stop();
  }

  shared(): void {
    // What is waited for is waited for in the name of the store that is asked.
  }

  asked(store: string, id: AccessId): void {
    this.#asked.set(accessKey(store, id), store);
  }

  answered(store: string, access: Access): void {
    this.#done.add(accessKey(store, access));
  }

  /** A store gives its answers all at once; the calls tell earlier which secrets are there. */
  called(store: string, { accesses }: Call): void {
    for (const access of accesses) {
      const key = accessKey(store, access);
      if (this.#asked.has(key)) this.#done.add(key);
    }
  }

  /** The store that was first asked for something that is not there yet. */
  #slowest(): string | undefined {
    for (const [key, store] of this.#asked) {
      if (!this.#done.has(key)) return store;
    }
    return undefined;
  }
}
