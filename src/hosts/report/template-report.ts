import type { TemplateFrom } from "../../eso/external-secret.ts";
import { fromGoString, toGoString } from "../../go/bytes.ts";
import type { FieldPath } from "../../ground/field-path.ts";
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

/** A template, and the field that it stands in. */
export interface TemplateText {
  readonly path: FieldPath;
  readonly text: string;
}

const TEMPLATE: FieldPath = ["spec", "target", "template"];

/** The templates of an ExternalSecret, in the order in which they are rendered. */
export function templatesOf(
  { externalSecret, namespace }: SecretPlan,
  index: PlannedInputs["index"],
): TemplateText[] {
  const { templateFrom = [], data = {}, metadata = {} } = externalSecret.spec.target.template ?? {};
  return [
    ...templateFrom.flatMap((from, position) =>
      textsFrom(from, [...TEMPLATE, "templateFrom", position], (name) =>
        index.find("ConfigMap", namespace, name),
      ),
    ),
    ...textsOf(data, [...TEMPLATE, "data"]),
    ...textsOf(metadata.labels ?? {}, [...TEMPLATE, "metadata", "labels"]),
    ...textsOf(metadata.annotations ?? {}, [...TEMPLATE, "metadata", "annotations"]),
  ];
}

/** A Secret's templates stay unread: what is in a Secret is not for a report. */
function textsFrom(
  { configMap, literal }: TemplateFrom,
  path: FieldPath,
  find: (name: string) => ReturnType<PlannedInputs["index"]["find"]>,
): TemplateText[] {
  const data = configMap === undefined ? undefined : find(configMap.name)?.object["data"];
  const items = (configMap?.items ?? []).flatMap(({ key }, position) => {
    const text = memberOf(data, key);
    return text === undefined ? [] : [{ path: [...path, "configMap", "items", position], text }];
  });
  return literal === undefined ? items : [...items, { path: [...path, "literal"], text: literal }];
}

function memberOf(value: unknown, key: string): string | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  const member: unknown = Object.entries(value).find(([name]) => name === key)?.[1];
  return typeof member === "string" ? member : undefined;
}

function textsOf(templates: Readonly<Record<string, string>>, path: FieldPath): TemplateText[] {
  return Object.entries(templates).map(([key, text]) => ({ path: [...path, key], text }));
}
