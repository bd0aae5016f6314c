import type { ExternalSecretTemplate, TemplateFrom } from "../eso/external-secret.ts";
import { toGoString, type GoString } from "../go/bytes.ts";
import type { SecretPlan } from "../plan/render-plan.ts";
import type { Resources } from "./emit-plan.ts";

/**
 * The texts of all templates that a render may run; undefined where they cannot be told beforehand, since a template
 * is in a Secret.
 */
export function templateTexts(plans: readonly SecretPlan[], resources: Resources): GoString[] | undefined {
  const templates = plans.flatMap(({ namespace, externalSecret: { spec } }) =>
    spec.target.template === undefined ? [] : [{ namespace, template: spec.target.template }],
  );
  const from = templates.flatMap(({ namespace, template: { templateFrom = [] } }) =>
    templateFrom.map((entry) => ({ namespace, entry })),
  );
  if (from.some(({ entry }) => entry.secret !== undefined)) return undefined;
  return [
    ...plans.flatMap(transforms),
    ...templates.flatMap(({ template }) => ownTexts(template)),
    ...from.flatMap(({ namespace, entry }) => textsFrom(entry, namespace, resources)),
  ].map(toGoString);
}

/** Whether a render runs templates at all. */
export function hasTemplates(plans: readonly SecretPlan[]): boolean {
  return plans.some(
    (plan) => plan.externalSecret.spec.target.template !== undefined || transforms(plan).length > 0,
  );
}

function transforms({ externalSecret: { spec } }: SecretPlan): string[] {
  const rewrites = (spec.dataFrom ?? []).flatMap(({ rewrite = [] }) => rewrite);
  return rewrites.flatMap(({ transform }) => (transform === undefined ? [] : [transform.template]));
}

function ownTexts({ data = {}, metadata = {} }: ExternalSecretTemplate): string[] {
  return [data, metadata.labels ?? {}, metadata.annotations ?? {}].flatMap((texts) => Object.values(texts));
}

function textsFrom(
  { configMap, literal = "" }: TemplateFrom,
  namespace: string,
  resources: Resources,
): string[] {
  const found = configMap === undefined ? undefined : resources.find("ConfigMap", namespace, configMap.name);
  const data = Object.values(found?.object["data"] ?? {});
  return [literal, ...data.filter((text) => typeof text === "string")];
}
