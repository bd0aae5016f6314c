import type { Answers } from "../fetch/fetch.ts";
import { toGoString } from "../go/bytes.ts";
import type { DataStep } from "../plan/render-plan.ts";
import { secretValue } from "./answer.ts";
import { checkNullBytes, decode } from "./decode.ts";
import type { Entries } from "./entries.ts";
import { answerTo, secretAnswer } from "./step-answer.ts";

/** One entry of spec.data: one value, decoded, under secretKey as it is written. Throws StepError. */
export function assembleData(step: DataStep, answers: Answers): Entries {
  const { remoteRef, secretKey } = step.data;
  const path = [...step.path, "remoteRef"];
  const raw = answerTo(step, answers.secrets);
  const value = secretValue(
    secretAnswer(raw, (secret) => secret.getSecret(remoteRef, answers.propertyBudget)),
    step.store,
    remoteRef,
    path,
  );
  const entries = new Map([[toGoString(secretKey), { value }]]);
  const decoded = decode(entries, remoteRef.decodingStrategy, path);
  checkNullBytes(decoded, remoteRef.nullBytePolicy, path);
  return decoded;
}
