import type { Diagnostic, Located } from "../ground/diagnostic.ts";
import { errorAt, hasErrors, warningAt } from "../ground/diagnostic.ts";
import { cutDiagnostics } from "../ground/cut-diagnostics.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { findProblems } from "./check.ts";
import { withDefaults } from "./defaults.ts";
import type { ClusterExternalSecret, ExternalSecret } from "./external-secret.ts";
import { webhookProblems } from "./external-secret-rules.ts";
import type { Finding, Stage } from "./finding.ts";
import type { Generator } from "./generator.ts";
import { GENERATORS_VERSION } from "./generator-kinds.ts";
import type { UncheckedObject } from "./unchecked-object.ts";
import { isList, isObject, objectOf, member } from "./unchecked-object.ts";
import type { CoreKind, EsoKind } from "./kinds.ts";
import { identify } from "./kinds.ts";
import { labelProblems, unknownMetadata, withDecodedMetadata } from "./object-meta.ts";
import { hintAtNewerVersion } from "./newer-version.ts";
import type { SchemaKey } from "./schema.ts";
import { schemaKeyOf, schemaOf } from "./schema.ts";
import type { AcceptedSpelling } from "./spellings.ts";
import { readSpellings } from "./spellings.ts";
import { storeProblems } from "./stores/store-rules.ts";
import type { GenericStore } from "./stores/store.ts";

/** An object that ESO would accept: read as v1, with its defaults. */
export type Admitted = ExternalSecret | ClusterExternalSecret | GenericStore | Generator;

export interface AdmitOptions {
  /** Spellings that ESO does not have are errors, not warnings. */
  readonly strict: boolean;
  /** Namespace of objects that name none, for the rule that a SecretStore refers to its own namespace only. */
  readonly lookupNamespace?: string;
  /** A second opinion on schemas, for where the checker has nothing to say. */
  readonly validateSchema?: SchemaValidator | undefined;
}

/** Finds what is wrong with an object that follows a schema. */
export type SchemaValidator = (key: SchemaKey, object: unknown) => readonly Finding[];

/** What came of an object: `admitted` is absent where `diagnostics` holds an error. */
export interface Admission {
  readonly diagnostics: readonly Diagnostic[];
  readonly admitted?: Admitted;
  /** The object is written for v1beta1, which no current ESO serves. */
  readonly deprecatedVersion?: true;
}

/**
 * Decides as the API server and ESO's webhooks do whether an object of ESO's groups is valid, and gives it the
 * CRD's defaults. Unknown fields and wrong values hide the problems between fields, and those hide the webhook's. The rules
 * for an ExternalSecret inside a ClusterExternalSecret wait until it has a namespace: see webhookProblems.
 * `object` has no prototype and is not changed.
 */
export function admit(object: unknown, located: Located, options: AdmitOptions): Admission {
  if (!isObject(object)) return { diagnostics: [notAnObject(located)] };
  const reading = readSpellings(object);
  const spelled: Located = { at: (path) => located.at(reading.writtenAt(path)) };
  const spellings = reading.accepted.map((accepted) => spellingProblem(accepted, located, options));
  const kind = identify(textMember(reading.object, "apiVersion"), textMember(reading.object, "kind"));
  if ("problem" in kind) return { diagnostics: [errorAt(spelled, kind.path, kind.problem)] };
  const admission = admitKind(withDecodedMetadata(reading.object), kind, spelled, options);
  return withSpellings(admission, spellings);
}

function admitKind(
  object: UncheckedObject,
  kind: EsoKind,
  located: Located,
  options: AdmitOptions,
): Admission {
  const deprecated = kind.group === "core" && kind.version === "v1beta1";
  const marks = deprecated ? ({ deprecatedVersion: true } as const) : {};
  const key = schemaKeyOf(kind);
  const schema = schemaOf(key);
  const found = toldFindings(findProblems(object, schema), object);
  const own = deprecated
    ? hintAtNewerVersion(found, object, schemaOf(schemaKeyOf({ ...kind, version: "v1" })))
    : found;
  const findings = own.length > 0 ? own : (options.validateSchema?.(key, object) ?? []);
  const value = served(withDefaults(object, schema), kind);
  if (!isAdmissible(value, findings)) {
    const told = findings.map(({ path, problem }) => errorAt(located, path, problem));
    return { diagnostics: cutDiagnostics(located, told), ...marks };
  }
  const diagnostics = cutDiagnostics(located, [
    ...webhook(value, located, options),
    ...labelProblems(object, located),
    ...unknownMetadata(object, located, options),
  ]);
  return hasErrors(diagnostics) ? { diagnostics, ...marks } : { diagnostics, admitted: value, ...marks };
}

const STAGES: readonly Stage[] = ["names", "schema", "rules", "decoding"];

/** Of unknown names, and of values that are wrong; a field that is missing may be the one whose name is misspelt. */
function toldFindings(findings: readonly Finding[], object: UncheckedObject): Finding[] {
  const first = STAGES.find((stage) => findings.some((finding) => finding.stage === stage));
  return findings.filter(({ stage, path }) => {
    if (stage === first) return true;
    return first === "names" && stage === "schema" && valueAt(object, path) !== undefined;
  });
}

function valueAt(object: unknown, path: FieldPath): unknown {
  let value = object;
  for (const part of path) {
    if (typeof part === "number") value = isList(value) ? value[part] : undefined;
    else value = isObject(value) ? member(value, part) : undefined;
  }
  return value;
}

/** The checks found nothing, so every field that the kind's type demands was there or was filled. */
function isAdmissible(_value: unknown, findings: readonly Finding[]): _value is Admitted {
  return findings.length === 0;
}

/** The object as it is served: in the newest version, with metadata that fits its scope. */
function served(value: unknown, kind: EsoKind): unknown {
  if (!isObject(value)) return value;
  const metadata = scopedMetadata(member(value, "metadata"), kind.kind);
  const apiVersion = kind.group === "generators" ? GENERATORS_VERSION : "external-secrets.io/v1";
  return { apiVersion, kind: kind.kind, metadata, spec: member(value, "spec") ?? {} };
}

const CLUSTER_SCOPED: readonly (CoreKind | Generator["kind"])[] = [
  "ClusterExternalSecret",
  "ClusterSecretStore",
  "ClusterGenerator",
];

/** The API server takes a namespace away from what has none. */
function scopedMetadata(metadata: unknown, kind: CoreKind | Generator["kind"]): unknown {
  if (!isObject(metadata) || !CLUSTER_SCOPED.includes(kind)) return metadata;
  return objectOf(Object.entries(metadata).filter(([name]) => name !== "namespace"));
}

function webhook(admitted: Admitted, located: Located, { lookupNamespace }: AdmitOptions): Diagnostic[] {
  if (isExternalSecret(admitted)) return webhookProblems(admitted, located);
  return isStore(admitted) ? storeProblems(admitted, located, lookupNamespace) : [];
}

/** Whether what was admitted is an ExternalSecret. */
export function isExternalSecret(admitted: Admitted): admitted is ExternalSecret {
  return admitted.kind === "ExternalSecret";
}

/** Whether what was admitted is a SecretStore or a ClusterSecretStore. */
export function isStore(admitted: Admitted): admitted is GenericStore {
  return admitted.kind === "SecretStore" || admitted.kind === "ClusterSecretStore";
}

function withSpellings(admission: Admission, spellings: readonly Diagnostic[]): Admission {
  const { admitted, ...others } = admission;
  const diagnostics = [...spellings, ...admission.diagnostics];
  return hasErrors(spellings) || admitted === undefined
    ? { ...others, diagnostics }
    : { ...others, diagnostics, admitted };
}

function spellingProblem(
  { path, written, right }: AcceptedSpelling,
  located: Located,
  { strict }: AdmitOptions,
): Diagnostic {
  const code = "SPELLING_ACCEPTED";
  const hint = `Write ${right}`;
  return strict
    ? errorAt(located, path, {
        code,
        message: `Cannot accept "${written}": External Secrets does not have it`,
        hint,
      })
    : warningAt(located, path, {
        code,
        message: `Read "${written}", which External Secrets does not have`,
        hint,
      });
}

function notAnObject(located: Located): Diagnostic {
  return errorAt(located, [], {
    code: "DOCUMENT_INVALID",
    message: "Cannot read this document as a Kubernetes object",
    hint: "It is no object",
  });
}

function textMember(object: UncheckedObject, name: string): string {
  const value = member(object, name);
  return typeof value === "string" ? value : "";
}
