import type { Diagnostic, Located, Problem } from "../ground/diagnostic.ts";
import { errorAt, warningAt } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { isLabelValue, isQualifiedName } from "../ground/kubernetes-names.ts";
import { namespaceName, objectName, texts } from "./text-fields.ts";
import { any, object, required } from "./field.ts";
import { invalidValue, unknownField, unknownHint } from "./field-problems.ts";
import type { UncheckedObject } from "./unchecked-object.ts";
import { isObject, objectOf, member, memberAt } from "./unchecked-object.ts";
import { placeholderHint } from "./placeholder.ts";

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

/**
 * `of` with its metadata as the API server decodes it into Go's strings (Kubernetes: GetObjectMetaWithOptions): an
 * empty namespace is none, and a null label or annotation is an empty one, where a null in spec is absent.
 */
export function withDecodedMetadata(of: UncheckedObject): UncheckedObject {
  const own = member(of, "metadata");
  if (!isObject(own)) return of;
  const decoded = Object.entries(own)
    .filter(([name, value]) => !(name === "namespace" && value === ""))
    .map(([name, value]) => [name, MAPS.includes(name) ? withoutNulls(value) : value] as const);
  const isSame =
    decoded.length === Object.keys(own).length && decoded.every(([name, value]) => own[name] === value);
  return isSame ? of : objectOf(Object.entries({ ...of, metadata: objectOf(decoded) }));
}

const MAPS: readonly string[] = ["labels", "annotations"];

function withoutNulls(map: unknown): unknown {
  if (!isObject(map) || !Object.values(map).includes(null)) return map;
  return objectOf(Object.entries(map).map(([key, value]) => [key, value ?? ""]));
}

/** What the API server refuses in an object's labels and annotations (Kubernetes: ValidateObjectMeta). */
export function labelProblems(of: UncheckedObject, located: Located): Diagnostic[] {
  return [
    ...entriesOf(of, "labels").flatMap(([key, value]) => [
      ...keyProblems(["metadata", "labels", key], key, located),
      ...(isLabelValue(value)
        ? []
        : [errorAt(located, ["metadata", "labels", key], labelValue(["metadata", "labels", key], value))]),
    ]),
    // Annotations' keys may have capitals in their prefix.
    ...entriesOf(of, "annotations").flatMap(([key]) =>
      keyProblems(["metadata", "annotations", key], key.toLowerCase(), located),
    ),
  ];
}

function entriesOf(of: UncheckedObject, name: string): (readonly [string, string])[] {
  const map = memberAt(of, ["metadata", name]);
  const entries = isObject(map) ? Object.entries(map) : [];
  return entries.flatMap(([key, value]) => (typeof value === "string" ? [[key, value] as const] : []));
}

function keyProblems(path: FieldPath, key: string, located: Located): Diagnostic[] {
  if (isQualifiedName(key)) return [];
  const wanted =
    'wanted is [prefix/]name, the name of at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends';
  return [errorAt(located, path, invalidValue(path, "this key", wanted, placeholderHint(key)))];
}

function labelValue(path: FieldPath, value: string): Problem {
  const wanted =
    'a label\'s value has at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends';
  return invalidValue(path, "this text", wanted, placeholderHint(value));
}

/** What ObjectMeta does not have: the API server drops it, or with `strict` refuses the object. */
export function unknownMetadata(
  of: UncheckedObject,
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
