import { ProblemError } from "./problem-error.ts";

/** A piece of work ends since no more of its budget is left. */
export class WorkExceeded extends ProblemError {
  override readonly name = "WorkExceeded";
}

/** What several pieces of work may take together: give the same one to each of them. */
export class WorkBudget {
  /** The whole of it, in whatever unit its users count. */
  readonly limit: number;
  #left: number;

  constructor(limit: number) {
    this.limit = limit;
    this.#left = limit;
  }

  /** Takes work that is to be done. False where less is left, and ever after: then it must not be done. */
  spend(work: number): boolean {
    this.#left -= work;
    return this.#left >= 0;
  }
}
