import { templatesOf } from "../../emit/templates-of.ts";
import { fromGoString, toGoString } from "../../go/bytes.ts";
import { printFieldPath } from "../../ground/field-path.ts";
import type { SecretPlan } from "../../plan/render-plan.ts";
import type { PlannedInputs } from "../../render.ts";
import type { TemplateUses } from "../../template/inspect.ts";

/** What one template asks for. */
export interface TemplateReport {
  /** `spec.target.template.data["config.yaml"]`. */
  readonly field: string;
  readonly functions: readonly string[];
  /** Keys of the fetched data that it names. */
  readonly inputs: readonly string[];
  /** It looks at the fetched data as a whole too. */
  readonly takesAll: boolean;
  /** It cannot be parsed. */
  readonly isBroken: boolean;
}

/** Gives the templates of an ExternalSecret, in the order in which they are rendered. */
export type TemplateReader = (plan: SecretPlan) => readonly TemplateReport[];

/** Makes a reader; the template engine is loaded only where there is a template. */
export async function templateReader({ plan, index }: PlannedInputs): Promise<TemplateReader> {
  if (plan.secrets.every(({ externalSecret: { spec } }) => spec.target.template === undefined))
    return () => [];
  const [{ inspectTemplate }, { loadFuncs }] = await Promise.all([
    import("../../template/inspect.ts"),
    import("../../template/funcs/load.ts"),
  ]);
  const functions = await loadFuncs([]);
  const inspect = (text: string): TemplateUses | undefined => {
    try {
      return inspectTemplate({ name: "template", text: toGoString(text), functions });
    } catch {
      return undefined;
    }
  };
  return (secret) =>
    templatesOf(secret, index).map(({ path, text }) => toReport(printFieldPath(path), inspect(text)));
}

function toReport(field: string, uses: TemplateUses | undefined): TemplateReport {
  return {
    field,
    functions: [...(uses?.functions ?? [])].toSorted(),
    inputs: [...(uses?.keys ?? [])].map((key) => fromGoString(key)).toSorted(),
    takesAll: uses?.isWholeDataUsed ?? false,
    isBroken: uses === undefined,
  };
}
