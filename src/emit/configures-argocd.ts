import type { Diagnostic } from "../ground/diagnostic.ts";
import { warningAt } from "../ground/diagnostic.ts";
import type { SecretPlan } from "../plan/render-plan.ts";
import { fieldOrigin } from "./field-origin.ts";
import type { SecretObject } from "./secret-object.ts";

/** Clusters, repositories and their credentials, as Argo CD keeps them (argo-cd: common.LabelKeySecretType). */
const SECRET_TYPE = "argocd.argoproj.io/secret-type";

/**
 * A warning for an ExternalSecret that makes its Secret, which was `before` it, one that Argo CD takes for a setting of
 * its own, by a label that a template made or that is the ExternalSecret's: one that its template spells is meant. Values
 * are not shown.
 */
export function configuresArgocd(
  plan: SecretPlan,
  secret: SecretObject,
  before: Pick<SecretObject, "labels">,
): Diagnostic[] {
  const type = secret.labels.get(SECRET_TYPE);
  if (type === undefined || type === before.labels.get(SECRET_TYPE)) return [];
  if (plan.externalSecret.spec.target.template?.metadata?.labels?.[SECRET_TYPE] === type) return [];
  const path = fieldOrigin(plan.externalSecret, secret, ["metadata", "labels", SECRET_TYPE]);
  const warning = warningAt(plan.located, path, {
    code: "SUSPICIOUS",
    message: `Secret "${plan.targetName}" has label "${SECRET_TYPE}": in the namespace of Argo CD it configures Argo CD itself`,
    hint: "Take the label off, or write it into spec.target.template.metadata.labels if it is meant",
  });
  return [warning];
}
