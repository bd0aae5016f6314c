import type { Problem } from "./diagnostic.ts";
import type { FieldPath } from "./field-path.ts";

/** A problem that ends a piece of work early; whoever called it makes a diagnostic of it. Carries no foreign cause. */
export class ProblemError extends Error {
  override readonly name: string = "ProblemError";
  readonly problem: Problem;
  /** Which field of the store is to blame, where one is. */
  readonly field: FieldPath | undefined;

  constructor(problem: Problem, field?: FieldPath) {
    super(problem.message);
    this.problem = problem;
    this.field = field;
  }
}
