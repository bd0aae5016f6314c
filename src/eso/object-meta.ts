import type { Diagnostic, Located } from "../ground/diagnostic.ts";
import { errorAt, warningAt } from "../ground/diagnostic.ts";
import { namespaceName, objectName, texts } from "./common-fields.ts";
import { any, object, required } from "./field.ts";
import { unknownField, unknownHint } from "./field-problems.ts";
import type { JsonObject } from "./json-object.ts";
import { isObject, member } from "./json-object.ts";

/** Kubernetes: ObjectMeta. What presecret reads of it is checked, the rest is left alone. */
export const metadata = object(
  {
    name: required(objectName),
    namespace: namespaceName,
    labels: texts,
    annotations: texts,
    generateName: any(),
    selfLink: any(),
    uid: any(),
    resourceVersion: any(),
    generation: any(),
    creationTimestamp: any(),
    deletionTimestamp: any(),
    deletionGracePeriodSeconds: any(),
    ownerReferences: any(),
    finalizers: any(),
    managedFields: any(),
  },
  { open: true },
);

/** What ObjectMeta does not have: the API server drops it, or with `strict` refuses the object. */
export function unknownMetadata(
  of: JsonObject,
  located: Located,
  { strict }: { readonly strict: boolean },
): Diagnostic[] {
  const own = member(of, "metadata");
  const names = isObject(own) ? Object.keys(own) : [];
  return names
    .filter((name) => !Object.hasOwn(metadata.members, name))
    .map((name) => {
      const path = ["metadata", name];
      if (strict) return errorAt(located, path, unknownField(path, metadata));
      const message = "The field is dropped: there is no such field in an object's metadata";
      return warningAt(located, path, { code: "FIELD_UNKNOWN", message, hint: unknownHint(name, metadata) });
    });
}
