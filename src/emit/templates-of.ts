import type { TemplateFrom } from "../eso/external-secret.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { asJsonObject } from "../ground/json-value.ts";
import type { SecretPlan } from "../plan/render-plan.ts";
import type { Resources } from "./emit-plan.ts";

/** A template of a target. */
export interface TemplateText {
  /** What it is run by: the key that it is for, or a literal's own text. */
  readonly name: string;
  readonly text: string;
  /** The field that it stands in, or that asks for it. */
  readonly path: FieldPath;
}

const TEMPLATE: FieldPath = ["spec", "target", "template"];

/** The templates of an ExternalSecret in the order in which they are rendered; those in Secrets stay unread. */
export function templatesOf(
  { externalSecret, namespace }: SecretPlan,
  resources: Pick<Resources, "find">,
): TemplateText[] {
  const { templateFrom = [], data = {}, metadata = {} } = externalSecret.spec.target.template ?? {};
  const configMapTexts = (name: string): ReadonlyMap<string, unknown> =>
    new Map(Object.entries(asJsonObject(resources.find("ConfigMap", namespace, name)?.object["data"])));
  return [
    ...templateFrom.flatMap((from, index) =>
      textsFrom(from, [...TEMPLATE, "templateFrom", index], configMapTexts),
    ),
    ...textsOf(data, [...TEMPLATE, "data"]),
    ...textsOf(metadata.labels ?? {}, [...TEMPLATE, "metadata", "labels"]),
    ...textsOf(metadata.annotations ?? {}, [...TEMPLATE, "metadata", "annotations"]),
  ];
}

function textsFrom(
  { configMap, literal = "" }: TemplateFrom,
  path: FieldPath,
  configMapTexts: (name: string) => ReadonlyMap<string, unknown>,
): TemplateText[] {
  const texts = configMap === undefined ? undefined : configMapTexts(configMap.name);
  const items = (configMap?.items ?? []).flatMap(({ key }, index) => {
    const text = texts?.get(key);
    if (typeof text !== "string") return [];
    return [{ name: key, text, path: [...path, "configMap", "items", index, "key"] }];
  });
  return literal === "" ? items : [...items, { name: literal, text: literal, path: [...path, "literal"] }];
}

function textsOf(templates: Readonly<Record<string, string>>, path: FieldPath): TemplateText[] {
  return Object.entries(templates).map(([key, text]) => ({ name: key, text, path: [...path, key] }));
}
