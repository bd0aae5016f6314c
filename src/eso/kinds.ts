import type { Problem } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { nearestName } from "../ground/nearest.ts";
import type { Version } from "./field.ts";
import type { GeneratorKind } from "./generator.ts";
import { GENERATOR_SPECS, GENERATORS_VERSION, isGeneratorKind } from "./generator-kinds.ts";

const GROUP = "external-secrets.io";

/** The kinds of `external-secrets.io` that are handled. */
export type CoreKind = "ExternalSecret" | "ClusterExternalSecret" | "SecretStore" | "ClusterSecretStore";

/** What an object of ESO's groups is. */
export type EsoKind =
  | { readonly group: "core"; readonly kind: CoreKind; readonly version: Version }
  | { readonly group: "generators"; readonly kind: GeneratorKind };

/** Why an object's apiVersion and kind are not handled, and which of the two fields is wrong. */
export interface UnknownKind {
  readonly path: FieldPath;
  readonly problem: Problem;
}

const CORE_KINDS: readonly CoreKind[] = [
  "ExternalSecret",
  "ClusterExternalSecret",
  "SecretStore",
  "ClusterSecretStore",
];

const ALL_KINDS: readonly string[] = [...CORE_KINDS, "ClusterGenerator", ...Object.keys(GENERATOR_SPECS)];

/** Kinds that ESO has, and that make no Secret. */
const NOT_RENDERED: Readonly<Record<string, string>> = {
  PushSecret: "It copies a Secret of the cluster into a store, which a render cannot do",
  ClusterPushSecret: "It makes PushSecrets, which copy Secrets of the cluster into a store",
  GeneratorState: "It is what the operator remembers of a generator",
};

/** Kinds that published examples use and ESO never had. */
const NEVER_THERE: Readonly<Record<string, string>> = {
  SecretGenerator: `Generators have a kind each, such as kind: Password, apiVersion: ${GENERATORS_VERSION}`,
};

/** The kind of an object of ESO's groups, or why it is not handled. */
export function identify(apiVersion: string, kind: string): EsoKind | UnknownKind {
  const version = versionOf(apiVersion);
  if (version !== undefined && isCoreKind(kind)) return { group: "core", kind, version };
  if (apiVersion === GENERATORS_VERSION && (kind === "ClusterGenerator" || isGeneratorKind(kind))) {
    return { group: "generators", kind };
  }
  return unknownKind(apiVersion, kind);
}

function versionOf(apiVersion: string): Version | undefined {
  if (apiVersion === `${GROUP}/v1`) return "v1";
  return apiVersion === `${GROUP}/v1beta1` ? "v1beta1" : undefined;
}

function unknownKind(apiVersion: string, kind: string): UnknownKind {
  const wanted = wantedVersion(kind);
  const inThere = `in "${apiVersion}"`;
  if (wanted !== undefined) {
    const problem = refused(`${kind} is not known ${inThere}`, `Write apiVersion: ${wanted}`);
    return { path: ["apiVersion"], problem };
  }
  const reason = Object.hasOwn(NOT_RENDERED, kind) ? NOT_RENDERED[kind] : undefined;
  if (reason !== undefined) {
    const hint = `${reason}: take it out of the input, and leave it to the operator`;
    return { path: ["kind"], problem: refused(`${kind} cannot be rendered`, hint) };
  }
  return { path: ["kind"], problem: refused(`kind "${kind}" is not known ${inThere}`, nearestHint(kind)) };
}

/** The version in which a known kind is served; undefined for a kind that is not known. */
function wantedVersion(kind: string): string | undefined {
  if (isCoreKind(kind)) return `${GROUP}/v1`;
  return kind === "ClusterGenerator" || isGeneratorKind(kind) ? GENERATORS_VERSION : undefined;
}

function nearestHint(kind: string): string {
  const hint = Object.hasOwn(NEVER_THERE, kind) ? NEVER_THERE[kind] : undefined;
  if (hint !== undefined) return hint;
  const nearest = nearestName(kind, ALL_KINDS);
  return nearest === undefined
    ? `Known are ${CORE_KINDS.join(", ")} (${GROUP}/v1) and the generators (${GENERATORS_VERSION})`
    : `Did you mean kind: ${nearest}, apiVersion: ${wantedVersion(nearest) ?? ""}?`;
}

function refused(why: string, hint: string): Problem {
  return { code: "KIND_UNKNOWN", message: `Cannot handle this object: ${why}`, hint };
}

function isCoreKind(kind: string): kind is CoreKind {
  return CORE_KINDS.some((known) => known === kind);
}
