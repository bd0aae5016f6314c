import { findProblems } from "./check.ts";
import type { Finding } from "./finding.ts";
import type { ObjectField } from "./field.ts";

/** Findings about fields that an object's version lacks and the newer one has say so. */
export function hintAtNewerVersion(
  findings: readonly Finding[],
  object: unknown,
  newer: ObjectField,
): readonly Finding[] {
  if (!findings.some(({ stage }) => stage === "names")) return findings;
  const unknown = new Set(findProblems(object, newer).filter(isAboutName).map(placeOf));
  const hint = "v1beta1 does not have it, v1 does: write apiVersion: external-secrets.io/v1";
  return findings.map((finding) =>
    isAboutName(finding) && !unknown.has(placeOf(finding))
      ? { ...finding, problem: { ...finding.problem, hint } }
      : finding,
  );
}

function isAboutName({ stage }: Finding): boolean {
  return stage === "names";
}

function placeOf({ path }: Finding): string {
  return JSON.stringify(path);
}
