import type { Deadline } from "../ground/deadline.ts";
import type { Clock } from "./clock.ts";
import { sleep } from "./clock.ts";
import type { RetryRule } from "./network-error.ts";
import { NetworkError } from "./network-error.ts";

const LONGEST_WAIT = 5000;
/** How much longer than told one waits at most, so that not all come back at once. */
const SPREAD = 0.1;
/** Each request in flight may use up its attempts once… */
const BUDGET = 80;
/** …and from there on a run makes at most a fifth more requests than it needs. */
const BUDGET_PER_REQUEST = 0.2;

/** What retries of a run share. */
export interface RetryContext extends Deadline {
  readonly clock: Clock;
  readonly budget: RetryBudget;
}

/** How many retries a run has left: an outage must not multiply the load of those who are out. */
export class RetryBudget {
  #left = BUDGET;

  requested(): void {
    this.#left += BUDGET_PER_REQUEST;
  }

  /** Whether one more retry may be made; takes it. */
  take(): boolean {
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}

/**
 * Calls `attempt` (with 1, 2, 3 …) until it gives a result or throws what is not to be tried again: full jitter between
 * attempts, or as long as the server says; never beyond the deadline. Only NetworkError is tried again.
 */
export async function withRetry<Result>(
  context: RetryContext,
  attempt: (number: number) => Promise<Result>,
): Promise<Result> {
  context.budget.requested();
  for (let number = 1; ; number += 1) {
    try {
      return await attempt(number);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      await waitForNext(context, error, number);
    }
  }
}

/** Waits until the next attempt. Throws `error` where there is to be none. */
async function waitForNext(context: RetryContext, error: NetworkError, number: number): Promise<void> {
  const { clock, signal, budget } = context;
  const { attempts, after } = error.retry;
  if (signal.aborted || number >= attempts) throw afterAttempts(error, number);
  const wait = waitOf(error.retry, number, clock);
  if (wait >= context.timeLeft())
    throw after === undefined ? afterAttempts(error, number) : tooLate(error, after);
  if (!budget.take()) throw afterAttempts(error, number);
  if (!(await sleep(clock, wait, signal))) throw afterAttempts(error, number);
}

function waitOf({ base, after }: RetryRule, number: number, clock: Clock): number {
  if (after !== undefined) return after * (1 + SPREAD * clock.random());
  return clock.random() * Math.min(LONGEST_WAIT, base * 2 ** (number - 1));
}

function afterAttempts(error: NetworkError, number: number): NetworkError {
  if (number === 1) return error;
  const { problem } = error;
  return new NetworkError({ ...problem, message: `${problem.message} (${number} attempts)` });
}

/** The error of a server that wants to be asked again after the deadline only. */
export function tooLate(error: NetworkError, after: number): NetworkError {
  const seconds = Math.ceil(after / 1000);
  return new NetworkError({
    ...error.problem,
    hint: `It wants to be asked again after ${seconds} s, when the deadline is over: pass a longer --timeout`,
  });
}
