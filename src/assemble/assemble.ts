import type { ExternalSecretData } from "../eso/external-secret.ts";
import type { Answers } from "../fetch/fetch.ts";
import { fromGoString } from "../go/bytes.ts";
import type { Diagnostic } from "../ground/diagnostic.ts";
import { errorAt, infoAt, warningAt } from "../ground/diagnostic.ts";
import type { SecretData, Sensitive } from "../ground/sensitive.ts";
import type { SecretPlan, Step } from "../plan/render-plan.ts";
import { ContestedKeys } from "./contested-keys.ts";
import { assembleDataFrom } from "./data-from.ts";
import { assembleData } from "./data.ts";
import type { Entries } from "./entries.ts";
import { StepError, ReportedError } from "./step-error.ts";
import type { RewriteMeans } from "./rewrite.ts";
import type { Trace } from "./trace.ts";
import { keysOf } from "./trace.ts";

/** What the entries of one ExternalSecret gave. */
export interface Assembled {
  /**
   * Keys and values before any template, in the order in which the entries first gave them. Undefined when an
   * entry failed. It may be empty: what that means is up to spec.target.deletionPolicy.
   */
  readonly data: SecretData | undefined;
  /** All problems of all entries: errors, entries that were skipped, and what was probably not meant. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Makes a Secret's data of what was fetched (ESO: GetProviderSecretData): the entries of dataFrom, then those of
 * data, a later one over an earlier one. What is missing fails an entry, or only skips it where deletionPolicy is
 * Delete or Merge. Each entry is processed whatever became of the others. `means` are those of
 * rewrites; `trace` is told of the keys. Never throws for what was fetched.
 */
export function assemble(plan: SecretPlan, answers: Answers, means: RewriteMeans, trace?: Trace): Assembled {
  const data = new Map<string, Sensitive>();
  const diagnostics = duplicateKeys(plan);
  const contested = new ContestedKeys();
  let failed = false;
  for (const step of plan.steps) {
    try {
      const entries = assembleStep(step, answers, means, trace);
      trace?.(step, "given", keysOf(entries));
      for (const [name, { value, rivalry }] of entries) {
        const key = fromGoString(name);
        data.set(key, value);
        contested.put(key, rivalry);
      }
    } catch (error) {
      const told = failureOf(error, plan);
      if (told !== undefined) diagnostics.push(told);
      if (told?.severity === "info") continue;
      failed = true;
      contested.putFailed(step);
    }
  }
  const conflicts = contested.conflicts(plan.located);
  diagnostics.push(...conflicts);
  return { data: failed || conflicts.length > 0 ? undefined : data, diagnostics };
}

function assembleStep(step: Step, answers: Answers, means: RewriteMeans, trace?: Trace): Entries {
  return step.kind === "data" ? assembleData(step, answers) : assembleDataFrom(step, answers, means, trace);
}

/** What to tell of an entry that gave nothing: an info where it is skipped; undefined where it is told elsewhere. */
function failureOf(error: unknown, plan: SecretPlan): Diagnostic | undefined {
  if (error instanceof ReportedError) return undefined;
  if (!(error instanceof StepError)) throw error;
  const isSkipped = error.missing && plan.externalSecret.spec.target.deletionPolicy !== "Retain";
  return isSkipped ? skippedInfo(plan, error) : errorAt(plan.located, error.path, error.problem);
}

function skippedInfo(plan: SecretPlan, { path, problem }: StepError): Diagnostic {
  return infoAt(plan.located, path, {
    code: "ENTRY_SKIPPED",
    message: `Left out, as deletionPolicy says: ${problem.message}`,
  });
}

/** With deletionPolicy Retain the admission webhook refuses them. */
function duplicateKeys({ externalSecret, located }: SecretPlan): Diagnostic[] {
  const { data = [], target } = externalSecret.spec;
  if (target.deletionPolicy === "Retain") return [];
  const warnings: Diagnostic[] = [];
  const positions = new Map<string, number>();
  data.forEach(({ secretKey }: ExternalSecretData, index) => {
    const earlier = positions.get(secretKey);
    positions.set(secretKey, index);
    if (earlier === undefined) return;
    warnings.push(
      warningAt(located, ["spec", "data", index, "secretKey"], {
        code: "SUSPICIOUS",
        message: `secretKey "${secretKey}" is also in spec.data[${earlier}]: this later entry wins, unless it is missing`,
        hint: "Give one of the two another secretKey, or remove it",
      }),
    );
  });
  return warnings;
}
