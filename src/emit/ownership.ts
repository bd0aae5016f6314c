import { isExternalSecretKind } from "../eso/api-group.ts";
import type { Problem } from "../ground/diagnostic.ts";
import type { JsonObject, JsonValue } from "../ground/json-value.ts";
import { isJsonObject } from "../ground/json-value.ts";
import type { SecretPlan } from "../plan/render-plan.ts";
import type { SecretObject } from "./secret-object.ts";

/**
 * Why an ExternalSecret may not write an existing Secret (ESO: isNonSpecificOwner, SetControllerReference): another
 * ExternalSecret controls it, or, where it would take it over (Owner), anything else does.
 */
export function ownershipProblem(plan: SecretPlan, existing: SecretObject): Problem | undefined {
  const controller = controllerOf(existing);
  if (controller === undefined) return undefined;
  const { metadata, spec } = plan.externalSecret;
  const byExternalSecret = isExternalSecret(controller);
  if (byExternalSecret && controller["name"] === metadata.name) return undefined;
  if (!byExternalSecret && spec.target.creationPolicy !== "Owner") return undefined;
  return {
    code: "SECRET_OWNED",
    message: `Cannot write Secret "${existing.name}": ${text(controller["kind"])} "${text(controller["name"])}" controls it`,
    hint: "Give the target another name, or remove the controller from metadata.ownerReferences of the Secret",
  };
}

/** metadata of a Secret that an ExternalSecret no longer owns: the reference to it is taken out, as ESO does. */
export function withoutOwner(plan: SecretPlan, metadata: JsonObject): JsonObject {
  const { ownerReferences, ...others } = metadata;
  if (!Array.isArray(ownerReferences) || plan.externalSecret.spec.target.creationPolicy === "Owner")
    return metadata;
  const references: readonly JsonValue[] = ownerReferences;
  const left = references.filter(
    (reference) =>
      !isJsonObject(reference) ||
      !isExternalSecret(reference) ||
      reference["name"] !== plan.externalSecret.metadata.name,
  );
  return left.length === 0 ? others : { ...others, ownerReferences: left };
}

function controllerOf(secret: SecretObject): JsonObject | undefined {
  const { ownerReferences } = secret.rest.metadata;
  if (!Array.isArray(ownerReferences)) return undefined;
  const references: readonly JsonValue[] = ownerReferences;
  return references.filter(isJsonObject).find((reference) => reference["controller"] === true);
}

function isExternalSecret(reference: JsonObject): boolean {
  return isExternalSecretKind({ apiVersion: text(reference["apiVersion"]), kind: text(reference["kind"]) });
}

function text(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}
