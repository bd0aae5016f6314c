import type { Code } from "../../ground/codes.ts";
import { ProblemError } from "../../ground/problem-error.ts";

/** Failures that may concern one path only, where the others can still be read. */
const OF_ONE_SECRET: readonly Code[] = ["INTERRUPTED", "PROTOCOL", "SERVER_ERROR", "THROTTLED", "TIMEOUT"];

/** Whether an error is about what was asked for, and not about the store as a whole. */
export function isOfOneSecret(error: unknown): error is ProblemError {
  return error instanceof ProblemError && OF_ONE_SECRET.includes(error.problem.code);
}
