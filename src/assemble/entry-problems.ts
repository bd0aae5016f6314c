import type { DataFrom, ExternalSecretData, Rewrite } from "../eso/external-secret.ts";
import type { Diagnostic } from "../ground/diagnostic.ts";
import { errorAt, warningAt } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import type { SecretPlan } from "../plan/render-plan.ts";
import { compileNameRegexp } from "../providers/name-regexp.ts";
import { checkMergeTarget } from "./rewrite-merge.ts";
import { compileSource } from "./rewrite.ts";
import { StepError } from "./step-error.ts";

/**
 * What can be said of the entries without a value: whether their regular expressions compile, whether a merge has a
 * key to write, and which conversionStrategy has no effect. Templates of rewrite.transform are left to emit.
 */
export function entryProblems(secrets: readonly SecretPlan[]): Diagnostic[] {
  return secrets.flatMap((secret) => {
    const { data = [], dataFrom = [] } = secret.externalSecret.spec;
    return [
      ...dataFrom.flatMap((entry, index) => problemsOf(entry, ["spec", "dataFrom", index], secret)),
      ...data.flatMap((entry, index) => idleConversion(entry, ["spec", "data", index], secret)),
    ];
  });
}

function problemsOf(
  { find, extract, rewrite = [] }: DataFrom,
  path: FieldPath,
  { located }: SecretPlan,
): Diagnostic[] {
  const problems = rewrite.flatMap((operation, index) => {
    const problem = rewriteError(operation, [...path, "rewrite", index]);
    return problem === undefined ? [] : [errorAt(located, problem.path, problem.problem)];
  });
  const compiled = find?.name?.regexp === undefined ? undefined : compileNameRegexp(find.name.regexp);
  if (compiled !== undefined && "problem" in compiled) {
    const message = `Cannot find secrets: ${compiled.problem.message}`;
    problems.push(errorAt(located, [...path, "find", "name", "regexp"], { ...compiled.problem, message }));
  }
  if (extract?.conversionStrategy === "Unicode" && rewrite.length > 0) {
    problems.push(
      idle(located, [...path, "extract"], "an entry with rewrite keeps its keys as rewrite gives them"),
    );
  }
  return problems;
}

function rewriteError({ merge, regexp }: Rewrite, path: FieldPath): StepError | undefined {
  try {
    if (merge !== undefined) checkMergeTarget(merge, [...path, "merge"]);
    else if (regexp !== undefined) compileSource(regexp.source, [...path, "regexp", "source"]);
  } catch (error) {
    if (error instanceof StepError) return error;
    throw error;
  }
  return undefined;
}

function idleConversion(
  { remoteRef }: ExternalSecretData,
  path: FieldPath,
  { located }: SecretPlan,
): Diagnostic[] {
  if (remoteRef.conversionStrategy !== "Unicode") return [];
  return [idle(located, [...path, "remoteRef"], "secretKey is taken as it is written")];
}

function idle(located: SecretPlan["located"], path: FieldPath, reason: string): Diagnostic {
  return warningAt(located, [...path, "conversionStrategy"], {
    code: "SUSPICIOUS",
    message: `conversionStrategy has no effect here: ${reason}`,
    hint: "Remove it",
  });
}
