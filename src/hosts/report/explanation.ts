import type { Emitted } from "../../emit/secret.ts";
import type { FieldPath } from "../../ground/field-path.ts";
import type { SecretPlan, Step } from "../../plan/render-plan.ts";
import type { PlacedProblems } from "./placed-problems.ts";
import type { TemplateReport } from "./template-report.ts";

/** Keys of an entry on their way. */
export interface StepKeys {
  /** As the store has them. */
  readonly read: readonly string[];
  /** After each operation of rewrite. */
  readonly rewritten: readonly (readonly string[])[];
  /** In the end; undefined where the entry failed or was left out. */
  readonly given: readonly string[] | undefined;
}

/** What a run found out, where one was possible without any store. */
export interface ExplainedRun {
  readonly keys: ReadonlyMap<Step, StepKeys>;
  /** Undefined where an entry failed. */
  readonly emitted: Emitted | undefined;
}

/** All that is known about one ExternalSecret. */
export interface Explanation {
  readonly plan: SecretPlan;
  readonly templates: readonly TemplateReport[];
  readonly problems: PlacedProblems;
  readonly run: ExplainedRun | undefined;
}

/** `file.yaml:12`, where a field of the ExternalSecret stands. */
export function placeOf({ located }: Pick<SecretPlan, "located">, path: FieldPath): string {
  const { file } = located.at(path);
  return file === undefined ? "" : `${file.path}${file.line === undefined ? "" : `:${file.line}`}`;
}

/** Keys for a line of the tree: all of them, since which ones there are is the question. */
export function listKeys(keys: readonly string[]): string {
  return keys.length === 0 ? "no key" : keys.join(", ");
}
