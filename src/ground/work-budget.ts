import { ProblemError } from "./problem-error.ts";

/** A piece of work ends since no more of its budget is left. */
export class WorkExceeded extends ProblemError {
  override readonly name = "WorkExceeded";
}

/** What several pieces of work may take together: give the same one to each of them. */
export class WorkBudget {
  /** The whole of it, in whatever unit its users count. */
  readonly limit: number;
  readonly #timeLeft: () => number;
  #left: number;

  /** `timeLeft`: milliseconds until the deadline, for work that lets no timer run. */
  constructor(limit: number, timeLeft: () => number = () => Number.POSITIVE_INFINITY) {
    this.limit = limit;
    this.#timeLeft = timeLeft;
    this.#left = limit;
  }

  /** Whether the deadline is over: then no more work must be done, whatever is left. */
  get isLate(): boolean {
    return this.#timeLeft() <= 0;
  }

  /** Takes work that is to be done. False where less is left, and ever after: then it must not be done. */
  spend(work: number): boolean {
    this.#left -= work;
    return this.#left >= 0;
  }
}
