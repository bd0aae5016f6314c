import { convertKeys } from "../eso/convert-keys.ts";
import { decodeValue } from "../eso/decoding.ts";
import type { DecodingStrategy, Find, RemoteRef } from "../eso/external-secret.ts";
import type { Answer, RawSecret } from "../eso/read-request.ts";
import { bytesOfGoString, goStringOfBytes } from "../go/bytes.ts";
import type { Diagnostic, Problem } from "../ground/diagnostic.ts";
import { errorAt, infoAt } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import type { SecretData } from "../ground/sensitive.ts";
import { Sensitive } from "../ground/sensitive.ts";
import type {
  DataStep,
  ExtractStep,
  FindStep,
  GeneratorStep,
  SecretPlan,
  Step,
} from "../plan/render-plan.ts";
import type { Transform } from "./rewrite.ts";
import { rewriteKeys } from "./rewrite.ts";
import { validKeys } from "./validate-keys.ts";

/** What the stores and generators answered to each step. */
export interface StepAnswers {
  readonly secrets: ReadonlyMap<Step, Answer<RawSecret>>;
  readonly maps: ReadonlyMap<Step, Answer<SecretData>>;
}

/** What was fetched for one ExternalSecret; `data` is undefined where there is an error. */
export interface Assembled {
  readonly data: SecretData | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Puts the answers for one ExternalSecret together (ESO: GetProviderSecretData): entries in their order, later keys
 * over earlier ones; each entry rewritten, converted, validated, decoded and checked for null bytes. What is missing
 * is an error with deletionPolicy Retain, and left out otherwise. The problems of all entries are collected.
 */
export function assemble(plan: SecretPlan, answers: StepAnswers, transform: Transform): Assembled {
  const assembly = new Assembly(plan, answers, transform);
  for (const step of plan.steps) assembly.add(step);
  const failed = assembly.diagnostics.some(({ severity }) => severity === "error");
  return { data: failed ? undefined : assembly.data, diagnostics: assembly.diagnostics };
}

class Assembly {
  readonly data = new Map<string, Sensitive>();
  readonly diagnostics: Diagnostic[] = [];
  readonly #plan: SecretPlan;
  readonly #answers: StepAnswers;
  readonly #transform: Transform;

  constructor(plan: SecretPlan, answers: StepAnswers, transform: Transform) {
    this.#plan = plan;
    this.#answers = answers;
    this.#transform = transform;
  }

  add(step: Step): void {
    switch (step.kind) {
      case "data":
        return this.#addData(step);
      case "extract":
        return this.#addExtract(step);
      case "find":
        return this.#addMap(step, step.find, [...step.path, "find"], this.#answers.maps.get(step));
      case "generator":
        return this.#addGenerator(step);
    }
  }

  /** The key is not converted: the ExternalSecret names it. */
  #addData(step: DataStep): void {
    const path = [...step.path, "remoteRef"];
    const raw = this.#taken(this.#answers.secrets.get(step), [...path, "key"], step);
    const property = step.data.remoteRef.property ?? "";
    const at = property === "" ? [...path, "key"] : [...path, "property"];
    const value = raw === undefined ? undefined : this.#taken(raw.getSecret(step.data.remoteRef), at, step);
    if (value === undefined) return;
    const finished = this.#finish(new Map([[step.data.secretKey, value]]), step.data.remoteRef, path);
    this.#merge(finished);
  }

  #addExtract(step: ExtractStep): void {
    const path = [...step.path, "extract"];
    const raw = this.#taken(this.#answers.secrets.get(step), [...path, "key"], step);
    if (raw !== undefined) this.#addMap(step, step.extract, path, raw.getSecretMap(step.extract));
  }

  #addMap(
    step: ExtractStep | FindStep,
    options: RemoteRef | Find,
    path: FieldPath,
    answer: Answer<SecretData> | undefined,
  ): void {
    const fetched = this.#taken(answer, path, step);
    const rewritten = fetched === undefined ? undefined : this.#rewrite(step, fetched);
    if (rewritten === undefined) return;
    const converted =
      step.rewrite.length > 0
        ? rewritten
        : this.#taken(
            convertKeys(options.conversionStrategy, rewritten),
            [...path, "conversionStrategy"],
            step,
          );
    if (converted === undefined) return;
    const valid = this.#valid(converted, path);
    if (valid !== undefined) this.#merge(this.#finish(valid, options, path));
  }

  /** A generator's keys are not converted, its values not decoded. */
  #addGenerator(step: GeneratorStep): void {
    const path = [...step.path, "sourceRef", "generatorRef"];
    const generated = this.#taken(this.#answers.maps.get(step), path, step);
    const rewritten = generated === undefined ? undefined : this.#rewrite(step, generated);
    if (rewritten !== undefined) this.#merge(this.#valid(rewritten, path));
  }

  #rewrite(step: ExtractStep | FindStep | GeneratorStep, data: SecretData): SecretData | undefined {
    let current = data;
    for (const [index, operation] of step.rewrite.entries()) {
      const rewritten = rewriteKeys(operation, current, this.#transform);
      if (rewritten.kind !== "value") {
        this.#error([...step.path, "rewrite", index], rewritten.problem);
        return undefined;
      }
      current = rewritten.value;
    }
    return current;
  }

  #valid(data: SecretData, path: FieldPath): SecretData | undefined {
    const { valid, problems } = validKeys(data);
    for (const problem of problems) this.#error(path, problem);
    return problems.length === 0 ? valid : undefined;
  }

  /** Decoding, then the look for null bytes, in the order of the keys. */
  #finish(
    data: SecretData,
    { decodingStrategy = "None", nullBytePolicy }: RemoteRef | Find,
    path: FieldPath,
  ): SecretData | undefined {
    const decoded = new Map<string, Sensitive>();
    for (const [key, value] of data) {
      const bytes = decode(decodingStrategy, value);
      if (bytes === undefined) this.#error([...path, "decodingStrategy"], undecodable(key, decodingStrategy));
      else decoded.set(key, bytes);
    }
    if (decoded.size < data.size) return undefined;
    if (nullBytePolicy !== "Fail") return decoded;
    const offender = [...decoded.keys()]
      .toSorted()
      .find((key) => decoded.get(key)?.reveal().includes(0) === true);
    if (offender === undefined) return decoded;
    this.#error([...path, "nullBytePolicy"], nullByte(offender));
    return undefined;
  }

  #merge(data: SecretData | undefined): void {
    for (const [key, value] of data ?? []) this.data.set(key, value);
  }

  /** The value of an answer; what is missing is skipped or an error, as deletionPolicy says. */
  #taken<Value>(answer: Answer<Value> | undefined, path: FieldPath, step: Step): Value | undefined {
    if (answer === undefined) throw new TypeError("A step has no answer");
    if (answer.kind === "value") return answer.value;
    const problem = inStore(answer.problem, step);
    if (answer.kind === "failed" || this.#plan.externalSecret.spec.target.deletionPolicy === "Retain") {
      this.#error(path, problem);
    } else {
      this.diagnostics.push(
        infoAt(this.#plan.located, path, {
          code: "ENTRY_SKIPPED",
          message: `Left out, as deletionPolicy says: ${problem.message}`,
        }),
      );
    }
    return undefined;
  }

  #error(path: FieldPath, problem: Problem): void {
    this.diagnostics.push(errorAt(this.#plan.located, path, problem));
  }
}

/** Providers do not know the name of their store; the reader of the message wants it. */
function inStore(problem: Problem, step: Step): Problem {
  if (step.kind === "generator" || !/^Cannot (?:read|find|extract)/.test(problem.message)) return problem;
  const { kind, metadata } = step.store.store;
  const [action = "", ...rest] = problem.message.split(": ");
  const store = `${action} ${action.startsWith("Cannot find") ? "in" : "from"} ${kind} "${metadata.name}"`;
  return { ...problem, message: [store, ...rest].join(": ") };
}

function decode(strategy: DecodingStrategy, value: Sensitive): Sensitive | undefined {
  if (strategy === "None") return value;
  const decoded = decodeValue(strategy, goStringOfBytes(value.reveal()));
  return decoded === undefined ? undefined : new Sensitive(bytesOfGoString(decoded));
}

function undecodable(key: string, strategy: DecodingStrategy): Problem {
  return {
    code: "DECODE_FAILED",
    message: `Cannot decode the value of key "${key}" as ${strategy}`,
    hint: "The value needs padding and no white space; remove decodingStrategy where it is plain text",
  };
}

function nullByte(key: string): Problem {
  return {
    code: "NULL_BYTE",
    message: `Cannot take the value of key "${key}": it holds a null byte, and nullBytePolicy is Fail`,
    hint: "Correct the value in the store, or set nullBytePolicy to Ignore",
  };
}
