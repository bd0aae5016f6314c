import type { Problem } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";

/** Ends the work on one step: what is wrong, and which field of the ExternalSecret is to blame. Stays in assemble/. */
export class StepError extends Error {
  readonly problem: Problem;
  readonly path: FieldPath;
  /** ESO's NoSecretErr, about which deletionPolicy decides. */
  readonly missing: boolean;

  constructor(path: FieldPath, problem: Problem, missing = false) {
    super(problem.message);
    this.name = "StepError";
    this.path = path;
    this.problem = problem;
    this.missing = missing;
  }
}

/** Ends the work on one step whose store failed as a whole, which is told elsewhere. Stays in assemble/. */
export class ReportedError extends Error {
  override readonly name = "ReportedError";
}
