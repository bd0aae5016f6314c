import type { Answer, RawSecret } from "../eso/read-request.ts";
import type { Reported } from "../fetch/fetch.ts";
import type { Step } from "../plan/render-plan.ts";
import { ReportedError } from "./step-error.ts";

/** What fetch has for a step. Throws ReportedError where its store failed as a whole. */
export function answerTo<Value>(
  step: Step,
  answers: ReadonlyMap<Step, Answer<Value> | Reported>,
): Answer<Value> {
  const answer = answers.get(step) ?? UNANSWERED;
  if (answer.kind === "reported") throw new ReportedError();
  return answer;
}

/** What a selection from a secret gives; where there is no secret, what was said in its place. */
export function secretAnswer<Value>(
  answer: Answer<RawSecret>,
  select: (secret: RawSecret) => Answer<Value>,
): Answer<Value> {
  return answer.kind === "value" ? select(answer.value) : answer;
}

const UNANSWERED = {
  kind: "failed",
  problem: { code: "INTERNAL", message: "Cannot find the answer to an entry" },
} as const;
