import type { Clock } from "./clock.ts";
import { LIMITS } from "../ground/limits.ts";

/** So many answers without a complaint let one more request be in flight again. */
const RECOVERY = 20;

/**
 * How many requests to one endpoint are in flight: `LIMITS.inFlight`, half as many after each complaint about the
 * load, and one more after each 20 good answers.
 */
export class Limit {
  readonly #clock: Clock;
  readonly #waiting: (() => void)[] = [];
  #inFlight = 0;
  #size: number = LIMITS.inFlight;
  #good = 0;
  #pausedUntil = 0;
  #isWaking = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs `work` when there is room, in the order of the calls. Ends with `over()` where `signal` is aborted before. */
  async run<Result>(signal: AbortSignal, work: () => Promise<Result>, over: () => Error): Promise<Result> {
    await this.#enter(signal, over);
    try {
      return await work();
    } finally {
      this.#inFlight -= 1;
      this.#wake();
    }
  }

  /** The endpoint complains about the load, and wants nothing for so long. */
  complained(milliseconds: number): void {
    this.#size = Math.max(1, Math.floor(this.#size / 2));
    this.#good = 0;
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + milliseconds);
  }

  answered(): void {
    this.#good += 1;
    if (this.#good < RECOVERY || this.#size === LIMITS.inFlight) return;
    this.#good = 0;
    this.#size += 1;
    this.#wake();
  }

  async #enter(signal: AbortSignal, over: () => Error): Promise<void> {
    if (signal.aborted) throw over();
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const start = (): void => {
      signal.removeEventListener("abort", stop);
      this.#inFlight += 1;
      resolve(undefined);
    };
    const stop = (): void => {
      this.#waiting.splice(this.#waiting.indexOf(start), 1);
      reject(over());
    };
    signal.addEventListener("abort", stop, { once: true });
    this.#waiting.push(start);
    this.#wake();
    await promise;
  }

  #wake(): void {
    const pause = this.#pausedUntil - this.#clock.now();
    if (pause > 0) {
      this.#wakeAfter(pause);
      return;
    }
    while (this.#inFlight < this.#size) {
      const start = this.#waiting.shift();
      if (start === undefined) return;
      start();
    }
  }

  #wakeAfter(milliseconds: number): void {
    if (this.#isWaking || this.#waiting.length === 0) return;
    this.#isWaking = true;
    this.#clock.after(milliseconds, () => {
      this.#isWaking = false;
      this.#wake();
    });
  }
}
