import { aboutExtract } from "../eso/about-extract.ts";
import type { Find, RemoteRef } from "../eso/external-secret.ts";
import type { Answers } from "../fetch/fetch.ts";
import type { FieldPath } from "../ground/field-path.ts";
import type { SecretData } from "../ground/sensitive.ts";
import type { ExtractStep, FindStep, GeneratorStep } from "../plan/render-plan.ts";
import { foundValue, generatedValue, secretValue } from "./answer.ts";
import { convert } from "./convert.ts";
import { checkNullBytes, decode } from "./decode.ts";
import type { Entries } from "./entries.ts";
import { entriesOf } from "./entries.ts";
import { rewrite } from "./rewrite.ts";
import { answerTo, secretAnswer } from "./step-answer.ts";
import type { RewriteMeans } from "./rewrite.ts";
import type { Trace } from "./trace.ts";
import { keysOf } from "./trace.ts";
import type { KeyOrigin } from "./validate-keys.ts";
import { validateKeys } from "./validate-keys.ts";

type DataFromStep = ExtractStep | FindStep | GeneratorStep;

/**
 * One entry of spec.dataFrom. Rewrite works on the keys and values as the store has them; keys are converted only
 * where there is no rewrite; decoding comes last. Nothing is converted or decoded for a generator. Throws StepError.
 */
export function assembleDataFrom(
  step: DataFromStep,
  answers: Answers,
  means: RewriteMeans,
  trace?: Trace,
): Entries {
  const source = sourceOf(step);
  const raw = entriesOf(fetchedData(step, answers, source.path));
  trace?.(step, "read", keysOf(raw));
  const rewritten = rewrite(raw, step.rewrite, [...step.path, "rewrite"], means, (entries) =>
    trace?.(step, "rewritten", keysOf(entries)),
  );
  const { conversionStrategy, decodingStrategy, nullBytePolicy } = source.strategies;
  const converted =
    step.kind === "generator" || step.rewrite.length > 0
      ? rewritten
      : convert(rewritten, conversionStrategy, source.path);
  const keysAt = step.rewrite.length > 0 ? [...step.path, "rewrite"] : source.path;
  const valid = validateKeys(converted, keysAt, originOf(step));
  if (step.kind === "generator") return valid;
  const decoded = decode(valid, decodingStrategy, source.path);
  checkNullBytes(decoded, nullBytePolicy, source.path);
  return decoded;
}

function originOf({ kind, rewrite: operations }: DataFromStep): KeyOrigin {
  const isMerged = operations.some((operation) => operation.merge !== undefined);
  return kind === "extract" || isMerged ? "members" : "names";
}

interface Source {
  readonly path: FieldPath;
  readonly strategies: Pick<RemoteRef & Find, "conversionStrategy" | "decodingStrategy" | "nullBytePolicy">;
}

function sourceOf(step: DataFromStep): Source {
  switch (step.kind) {
    case "extract":
      return { path: [...step.path, "extract"], strategies: step.extract };
    case "find":
      return { path: [...step.path, "find"], strategies: step.find };
    case "generator":
      return { path: [...step.path, "sourceRef", "generatorRef"], strategies: {} };
  }
}

function fetchedData(step: DataFromStep, answers: Answers, path: FieldPath): SecretData {
  switch (step.kind) {
    case "extract": {
      const answer = secretAnswer(answerTo(step, answers.secrets), (secret) =>
        secret.getSecretMap(step.extract, answers.propertyBudget),
      );
      const told = answer.kind === "value" ? answer : { ...answer, problem: aboutExtract(answer.problem) };
      return secretValue(told, step.store, step.extract, path);
    }
    case "find":
      return foundValue(answerTo(step, answers.maps), step.store, path);
    case "generator":
      return generatedValue(answerTo(step, answers.maps), path);
  }
}
