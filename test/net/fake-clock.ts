import { LIMITS } from "../../src/ground/limits.ts";
import type { Clock } from "../../src/net/clock.ts";

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that a test moves. Chance is always `chance`. */
export class FakeClock implements Clock {
  chance = 0.5;
  /** How long somebody waited, each time. */
  readonly waits: number[] = [];
  #now = 0;
  readonly #start: number;
  readonly #timers = new Set<Timer>();

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#start = start;
  }

  now(): number {
    return this.#now;
  }

  wall(): number {
    return this.#start + this.#now;
  }

  random(): number {
    return this.chance;
  }

  after(milliseconds: number, callback: () => void): () => void {
    this.waits.push(milliseconds);
    const timer = { at: this.#now + milliseconds, callback };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Goes on by so much, and calls whoever waits until then in order. */
  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = [...this.#timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#now = next.at;
      this.#timers.delete(next);
      next.callback();
    }
    this.#now = end;
  }
}

/** A clock on which every wait is over at once; it still counts the time. */
export class HastyClock extends FakeClock {
  override after(milliseconds: number, callback: () => void): () => void {
    const cancel = super.after(milliseconds, callback);
    queueMicrotask(() => {
      this.pass(milliseconds);
    });
    return cancel;
  }
}

/** Milliseconds that stand for a limit of seconds: a busy machine answers what it answers well within them. */
export const PATIENCE = 200;

/**
 * A clock for real connections: waits between attempts are over at once and counted, limits of connections last as
 * long as `limit` says, which by default is for ever.
 */
export class ImpatientClock extends FakeClock {
  readonly #limit: number | undefined;

  constructor(limit?: number) {
    super();
    this.#limit = limit;
  }

  override after(milliseconds: number, callback: () => void): () => void {
    if (!CONNECTION_LIMITS.includes(milliseconds)) {
      this.waits.push(milliseconds);
      const soon = setImmediate(() => {
        this.pass(milliseconds);
        callback();
      });
      return () => {
        clearImmediate(soon);
      };
    }
    const timer = this.#limit === undefined ? undefined : setTimeout(callback, this.#limit);
    return () => {
      clearTimeout(timer);
    };
  }
}

const CONNECTION_LIMITS: readonly number[] = [LIMITS.connect, LIMITS.handshake, LIMITS.attempt];
