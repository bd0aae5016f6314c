import type { TemplateFrom, TemplateRef } from "../eso/external-secret.ts";
import type { Diagnostic, Problem } from "../ground/diagnostic.ts";
import { errorAt } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { asJsonObject } from "../ground/json-value.ts";
import type { SecretPlan } from "../plan/render-plan.ts";
import type { Resources } from "./emit-plan.ts";

/** A field of the Secret that templates of templateFrom write. */
export type TargetField = "data" | "annotations" | "labels";

const TARGETS: ReadonlyMap<string, TargetField> = new Map([
  ["data", "data"],
  ["annotations", "annotations"],
  ["labels", "labels"],
]);

/** The field that an entry of templateFrom writes, whatever its letter case (ESO: TemplateTarget), or why it is none. */
export function targetFieldOf({ target = "Data" }: TemplateFrom): TargetField | Problem {
  return (
    TARGETS.get(target.toLowerCase()) ?? {
      code: "ADMISSION_REFUSED",
      message: "Cannot apply the template to an empty target: it is Data, Annotations or Labels",
      hint: "Remove the field, or set it to Data",
    }
  );
}

/** A ConfigMap or Secret of templateFrom is not there. */
export function sourceMissing(kind: string, name: string, namespace: string): Problem {
  return missing(`Cannot find ${kind} "${name}" in namespace "${namespace}"`);
}

/** It is there, without a key that is named. */
export function sourceKeyMissing(kind: string, name: string, key: string): Problem {
  return missing(`Cannot find key "${key}" in ${kind} "${name}"`);
}

function missing(message: string): Problem {
  return {
    code: "TEMPLATE_SOURCE_MISSING",
    message,
    hint: "Add it to the input, or to the directory given with --stores",
  };
}

/** What can be said of spec.target.template.templateFrom without a value: where it leads, and where to. */
export function templateFromProblems(
  { externalSecret, namespace, located }: SecretPlan,
  resources: Pick<Resources, "find">,
): Diagnostic[] {
  const { templateFrom = [] } = externalSecret.spec.target.template ?? {};
  return templateFrom.flatMap((from, index) => {
    const path = ["spec", "target", "template", "templateFrom", index];
    const target = targetFieldOf(from);
    return [
      ...(typeof target === "string" ? [] : [errorAt(located, [...path, "target"], target)]),
      ...refProblems("ConfigMap", from.configMap, [...path, "configMap"]),
      ...refProblems("Secret", from.secret, [...path, "secret"]),
    ];
  });

  function refProblems(
    kind: "ConfigMap" | "Secret",
    ref: TemplateRef | undefined,
    path: FieldPath,
  ): Diagnostic[] {
    if (ref === undefined) return [];
    const { name, items } = ref;
    const object = resources.find(kind, namespace, name)?.object;
    if (object === undefined)
      return [errorAt(located, [...path, "name"], sourceMissing(kind, name, namespace))];
    const texts = { ...asJsonObject(object["data"]), ...asJsonObject(object["stringData"]) };
    return items.flatMap(({ key }, index) =>
      Object.hasOwn(texts, key)
        ? []
        : [errorAt(located, [...path, "items", index, "key"], sourceKeyMissing(kind, name, key))],
    );
  }
}
