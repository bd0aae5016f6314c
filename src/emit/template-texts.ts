import { toGoString, type GoString } from "../go/bytes.ts";
import type { SecretPlan } from "../plan/render-plan.ts";
import type { Resources } from "./emit-plan.ts";
import { templatesOf } from "./templates-of.ts";

/**
 * The texts of all templates that a render may run; undefined where they cannot be told beforehand, since a template
 * is in a Secret.
 */
export function templateTexts(plans: readonly SecretPlan[], resources: Resources): GoString[] | undefined {
  if (plans.some(readsSecret)) return undefined;
  return plans
    .flatMap((plan) => [...transforms(plan), ...templatesOf(plan, resources).map(({ text }) => text)])
    .map(toGoString);
}

/** Whether a render runs templates at all. */
export function hasTemplates(plans: readonly SecretPlan[]): boolean {
  return plans.some(
    (plan) => plan.externalSecret.spec.target.template !== undefined || transforms(plan).length > 0,
  );
}

function readsSecret({ externalSecret: { spec } }: SecretPlan): boolean {
  return spec.target.template?.templateFrom?.some(({ secret }) => secret !== undefined) ?? false;
}

function transforms({ externalSecret: { spec } }: SecretPlan): string[] {
  const rewrites = (spec.dataFrom ?? []).flatMap(({ rewrite = [] }) => rewrite);
  return rewrites.flatMap(({ transform }) => (transform === undefined ? [] : [transform.template]));
}
