import type { Diagnostic } from "../ground/diagnostic.ts";
import { warningAt } from "../ground/diagnostic.ts";
import type { SecretPlan } from "../plan/render-plan.ts";
import { fieldOrigin } from "./field-origin.ts";
import type { SecretObject } from "./secret-object.ts";

/** Clusters, repositories and their credentials, as Argo CD keeps them (argo-cd: common.LabelKeySecretType). */
const SECRET_TYPE = "argocd.argoproj.io/secret-type";

/** A warning for a Secret that Argo CD would take for one of its own settings. Values are not shown. */
export function configuresArgocd(plan: SecretPlan, secret: SecretObject): Diagnostic[] {
  if (!secret.labels.has(SECRET_TYPE)) return [];
  const path = fieldOrigin(plan.externalSecret, secret, ["metadata", "labels", SECRET_TYPE]);
  const warning = warningAt(plan.located, path, {
    code: "SUSPICIOUS",
    message: `Secret "${plan.targetName}" has label "${SECRET_TYPE}": in the namespace of Argo CD it configures Argo CD itself`,
    hint: "Take the label off unless it is meant",
  });
  return [warning];
}
