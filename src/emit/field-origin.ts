import type { ExternalSecret, ExternalSecretTemplate } from "../eso/external-secret.ts";
import type { FieldPath } from "../ground/field-path.ts";
import type { SecretObject } from "./secret-object.ts";

const TEMPLATE: FieldPath = ["spec", "target", "template"];

/** The field of the ExternalSecret that a field of its Secret comes from, as near as can be told. */
export function fieldOrigin({ spec }: ExternalSecret, secret: SecretObject, path: FieldPath): FieldPath {
  const rendered = secret.renderedKeys.get(path.slice(-2).join("/"));
  if (rendered !== undefined) return rendered.path;
  const { template } = spec.target;
  const [root, key] = path;
  if (root === "metadata") return template === undefined ? path : metadataOrigin(template, path);
  if (key !== undefined) return dataOrigin(spec, key);
  return template?.type === undefined ? ["spec"] : [...TEMPLATE, "type"];
}

/** Whether a template has sources of its own; even one without data counts. */
export function hasTemplateFrom({ templateFrom = [] }: Partial<ExternalSecretTemplate> = {}): boolean {
  return templateFrom.length > 0;
}

/** A label or annotation that template.metadata does not name comes from templateFrom. */
function metadataOrigin(template: ExternalSecretTemplate, path: FieldPath): FieldPath {
  const [, field, key] = path;
  const named = field === "labels" || field === "annotations" ? template.metadata?.[field] : undefined;
  const isNamed = key === undefined || Object.hasOwn(named ?? {}, key);
  const ofTemplate = isNamed || !hasTemplateFrom(template) ? path : ["templateFrom"];
  return [...TEMPLATE, ...ofTemplate];
}

function dataOrigin({ target, data = [] }: ExternalSecret["spec"], key: string | number): FieldPath {
  const { template, name } = target;
  if (Object.hasOwn(template?.data ?? {}, key)) return [...TEMPLATE, "data", key];
  const index = data.findIndex(({ secretKey }) => secretKey === key);
  if (index >= 0) return ["spec", "data", index, "secretKey"];
  if (hasTemplateFrom(template)) return [...TEMPLATE, "templateFrom"];
  return name === undefined ? ["spec"] : ["spec", "target"];
}
