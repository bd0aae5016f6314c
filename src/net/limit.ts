import { setImmediate } from "node:timers";

import type { Clock } from "./clock.ts";
import { LIMITS } from "../ground/limits.ts";

/** So many answers without a complaint let one more request be in flight again. */
const RECOVERY = 20;

interface Waiting {
  readonly start: () => void;
  readonly fail: (error: Error) => void;
}

/**
 * How many requests to one endpoint are in flight: `LIMITS.inFlight`, half as many after a complaint about the load,
 * and one more after each 20 good answers.
 */
export class Limit {
  readonly #clock: Clock;
  readonly #waiting: Waiting[] = [];
  #inFlight = 0;
  #size: number = LIMITS.inFlight;
  #good = 0;
  #pausedUntil = 0;
  #isWaking = false;
  /** One was started in this turn. */
  #hasStarted = false;
  #shrunkAt = -Infinity;
  #refusal: Error | undefined;

  /** Whoever waits, or comes, when `signal` is aborted fails with `over()`. */
  constructor(clock: Clock, signal: AbortSignal, over: () => Error) {
    this.#clock = clock;
    const refuse = (): void => {
      this.refuse(over());
    };
    if (signal.aborted) refuse();
    else signal.addEventListener("abort", refuse, { once: true });
  }

  /**
   * Runs `work` when there is room, in the order of the calls. In one turn of the event loop one is started, so that it
   * is on its way before the next one is prepared.
   */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#enter();
    try {
      return await work();
    } finally {
      this.#inFlight -= 1;
      this.#wake();
    }
  }

  /**
   * The endpoint complains about the load, and wants nothing for so long. Complaints about requests that were sent
   * before the last one was heard are the same complaint.
   */
  complained(sentAt: number, milliseconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + milliseconds);
    if (sentAt < this.#shrunkAt) return;
    this.#shrunkAt = this.#clock.now();
    this.#size = Math.max(1, Math.floor(this.#size / 2));
    this.#good = 0;
  }

  /** There is nothing more to be had in the time there is: whoever waits, and whoever comes, fails with `error`. */
  refuse(error: Error): void {
    this.#refusal = error;
    for (const { fail } of this.#waiting.splice(0)) fail(error);
  }

  answered(): void {
    this.#good += 1;
    if (this.#good < RECOVERY || this.#size === LIMITS.inFlight) return;
    this.#good = 0;
    this.#size += 1;
    this.#wake();
  }

  async #enter(): Promise<void> {
    if (this.#refusal !== undefined) throw this.#refusal;
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const start = (): void => {
      this.#inFlight += 1;
      resolve(undefined);
    };
    this.#waiting.push({ start, fail: reject });
    this.#wake();
    await promise;
  }

  #wake(): void {
    const pause = this.#pausedUntil - this.#clock.now();
    if (pause > 0) {
      this.#wakeAfter(pause);
      return;
    }
    if (this.#hasStarted || this.#inFlight >= this.#size) return;
    const waiting = this.#waiting.shift();
    if (waiting === undefined) return;
    waiting.start();
    this.#hasStarted = true;
    setImmediate(() => {
      this.#hasStarted = false;
      this.#wake();
    });
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
