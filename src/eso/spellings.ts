import type { FieldPath } from "../ground/field-path.ts";
import { GENERATORS_VERSION, isGeneratorKind } from "./generator-kinds.ts";
import type { UncheckedObject } from "./unchecked-object.ts";
import { isObject, objectOf, member, memberAt } from "./unchecked-object.ts";

/** A spelling that ESO does not have, and how it was read. */
export interface AcceptedSpelling {
  /** Where it stands. */
  readonly path: FieldPath;
  readonly written: string;
  /** ESO's own spelling. */
  readonly right: string;
}

/** An object as ESO spells it. */
export interface Reading {
  readonly object: UncheckedObject;
  readonly accepted: readonly AcceptedSpelling[];
  /** Where a field of `object` stands in the object as it was written. */
  writtenAt(path: FieldPath): FieldPath;
}

/** How a spelling is recognised and read; undefined where it is not there. */
type Spelling = (object: UncheckedObject) => Reading | undefined;

/** Reads the spellings that published examples have and ESO has not. Other objects come back as they are. */
export function readSpellings(object: UncheckedObject): Reading {
  for (const spelling of SPELLINGS) {
    const reading = spelling(object);
    if (reading !== undefined) return reading;
  }
  return { object, accepted: [], writtenAt: (path) => path };
}

const SPELLINGS: readonly Spelling[] = [awsServiceAccount, secretGenerator];

const AWS_AUTH = ["spec", "provider", "aws", "auth"];

/** A store's `aws.auth.serviceAccount`, for `aws.auth.jwt.serviceAccountRef`. */
function awsServiceAccount(object: UncheckedObject): Reading | undefined {
  const auth = memberAt(object, AWS_AUTH);
  if (!isObject(auth) || !isObject(member(auth, "serviceAccount")) || member(auth, "jwt") !== undefined) {
    return undefined;
  }
  const { serviceAccount, jwt: _, ...others } = auth;
  const jwt = objectOf([["serviceAccountRef", serviceAccount]]);
  const rightAuth = objectOf([...Object.entries(others), ["jwt", jwt]]);
  const path = [...AWS_AUTH, "serviceAccount"];
  return {
    object: replacedAt(object, AWS_AUTH, rightAuth),
    accepted: [{ path, written: "auth.serviceAccount", right: "auth.jwt.serviceAccountRef" }],
    writtenAt: (right) => {
      const inJwt = startsWith(right, [...AWS_AUTH, "jwt"]);
      return inJwt ? [...path, ...right.slice(AWS_AUTH.length + 2)] : right;
    },
  };
}

/** `external-secrets.io/v1alpha1` SecretGenerator, which wraps a generator's kind and spec. */
function secretGenerator(object: UncheckedObject): Reading | undefined {
  const isOne =
    object["apiVersion"] === "external-secrets.io/v1alpha1" && object["kind"] === "SecretGenerator";
  const wrapped = member(object, "spec");
  if (!isOne || !isObject(wrapped)) return undefined;
  const { kind, spec, ...others } = wrapped;
  if (typeof kind !== "string" || !isGeneratorKind(kind) || !isObject(spec)) return undefined;
  if (Object.keys(others).length > 0) return undefined;
  const right = `kind: ${kind} of ${GENERATORS_VERSION}, with spec.spec as spec`;
  const changed = { ...object, apiVersion: GENERATORS_VERSION, kind, spec };
  return {
    object: objectOf(Object.entries(changed)),
    accepted: [{ path: ["kind"], written: "kind: SecretGenerator", right }],
    writtenAt: (path) => (path[0] === "spec" ? ["spec", ...path] : path),
  };
}

/** A copy of `object` in which another value stands at `path`. */
function replacedAt(
  object: UncheckedObject,
  path: readonly string[],
  value: UncheckedObject,
): UncheckedObject {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const inner = member(object, name);
  const replaced = isObject(inner) ? replacedAt(inner, rest, value) : value;
  return objectOf([...Object.entries(object).filter(([other]) => other !== name), [name, replaced]]);
}

function startsWith(path: FieldPath, prefix: FieldPath): boolean {
  return prefix.every((segment, index) => path[index] === segment);
}
