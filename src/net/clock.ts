import { setTimeout as startTimer } from "node:timers";

/** Time and chance, which tests replace. Milliseconds everywhere. */
export interface Clock {
  /** Since any moment; never goes back. */
  now(): number;
  /** Since 1970. */
  wall(): number;
  /** Evenly from 0 to less than 1. */
  random(): number;
  /** Calls back after so long, unless the function that it gives is called before. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** The machine's clock. Its timers keep no process alive. */
export const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  random: () => Math.random(),
  after: (milliseconds, callback) => {
    const timer = startTimer(callback, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** Waits, and gives true; false at once when `signal` is aborted. */
export async function sleep(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const wake = (): void => {
    resolve(undefined);
  };
  const cancel = clock.after(milliseconds, wake);
  signal.addEventListener("abort", wake, { once: true });
  await promise;
  cancel();
  signal.removeEventListener("abort", wake);
  return !isAborted(signal);
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
