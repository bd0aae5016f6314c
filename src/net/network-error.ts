import type { Problem } from "../ground/diagnostic.ts";
import { ProblemError } from "../ground/problem-error.ts";

/** Whether and how a failure is tried again. */
export interface RetryRule {
  /** Attempts in all, the first one included. */
  readonly attempts: number;
  /** The first wait is random between 0 and this, the next ones up to twice the one before, in milliseconds. */
  readonly base: number;
  /** The server's own word on how long to wait, in milliseconds; in place of a random wait. */
  readonly after?: number | undefined;
}

/** How each kind of failure is tried again. */
export const RETRY = {
  never: { attempts: 1, base: 0 },
  /** Broken connections and 5xx. */
  transient: { attempts: 6, base: 100 },
  /** 429 and what else says "slow down". */
  throttled: { attempts: 6, base: 500 },
  /** No connection at all: whoever does not listen now will not a moment later. */
  unreachable: { attempts: 2, base: 100 },
  /** An answer that is none. */
  protocol: { attempts: 2, base: 100 },
} as const satisfies Record<string, RetryRule>;

/** An endpoint did not answer, or not with an answer. Whoever lets it pass makes it the store's problem. */
export class NetworkError extends ProblemError {
  override readonly name = "NetworkError";
  readonly retry: RetryRule;

  constructor(problem: Problem, retry: RetryRule = RETRY.never) {
    super(problem);
    this.retry = retry;
  }
}
