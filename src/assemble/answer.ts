import type { RemoteRef } from "../eso/external-secret.ts";
import type { Answer } from "../eso/read-request.ts";
import { printStore } from "../eso/stores/store-name.ts";
import type { Code } from "../ground/codes.ts";
import type { Problem } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { visible } from "../ground/visible.ts";
import type { PlannedStore } from "../plan/render-plan.ts";
import { StepError } from "./step-error.ts";

/** The value of an answer about one secret. Throws StepError, which names the secret, the store and the field. */
export function secretValue<Value>(
  answer: Answer<Value>,
  store: PlannedStore,
  remoteRef: RemoteRef,
  path: FieldPath,
): Value {
  const { key, version = "" } = remoteRef;
  const secret = `secret "${visible(key)}"${version === "" ? "" : ` (version "${visible(version)}")`}`;
  const subject = `Cannot read ${secret} from ${printStore(store.store)}`;
  return valueOf(answer, subject, (code) => [...path, ...refFieldOf(code, remoteRef)]);
}

/** The value of an answer to a find. Throws StepError, which names the store and the field. */
export function foundValue<Value>(answer: Answer<Value>, store: PlannedStore, path: FieldPath): Value {
  return valueOf(answer, `Cannot find secrets in ${printStore(store.store)}`, (code) =>
    code === "REGEXP_INVALID" ? [...path, "name", "regexp"] : path,
  );
}

/** The value of a generator's answer, whose problems are whole sentences. Throws StepError. */
export function generatedValue<Value>(answer: Answer<Value>, path: FieldPath): Value {
  return valueOf(answer, "Cannot generate", () => path);
}

function valueOf<Value>(answer: Answer<Value>, subject: string, pathOf: (code: Code) => FieldPath): Value {
  if (answer.kind === "value") return answer.value;
  const { problem } = answer;
  throw new StepError(pathOf(problem.code), withSubject(problem, subject), answer.kind === "missing");
}

/** A provider says what is wrong with what was asked for; one that begins with a capital has said it all. */
function withSubject(problem: Problem, subject: string): Problem {
  if (/^[A-Z]/.test(problem.message)) return problem;
  return { ...problem, message: `${subject}: ${problem.message}` };
}

function refFieldOf(code: Code, { property = "", version = "" }: RemoteRef): FieldPath {
  if (code === "PROPERTY_NOT_FOUND") return ["property"];
  if (code === "VALUE_NOT_JSON" && property !== "") return ["property"];
  if (code === "SECRET_NOT_FOUND" && version !== "") return ["version"];
  return ["key"];
}
