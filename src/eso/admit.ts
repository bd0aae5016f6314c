import type { Diagnostic, Located, Problem } from "../ground/diagnostic.ts";
import { errorAt, warningAt } from "../ground/diagnostic.ts";
import { isSubdomain } from "../ground/kubernetes-names.ts";
import { nearestName } from "../ground/nearest.ts";
import type { FieldProblem } from "./check.ts";
import { check } from "./check.ts";
import type { ClusterExternalSecret, ExternalSecret } from "./external-secret.ts";
import type { Version } from "./external-secret-fields.ts";
import {
  clusterExternalSecretSpec,
  externalSecretSpec,
  GENERATOR_KINDS,
  generatorSpec,
} from "./external-secret-fields.ts";
import { externalSecretProblems } from "./external-secret-rules.ts";
import type { Field, ObjectField } from "./field.ts";
import { objectOf, text, textMap } from "./field.ts";
import type { Generator } from "./generator.ts";
import { respell } from "./spellings.ts";
import { storeSpec } from "./store-fields.ts";
import { storeProblems } from "./store-rules.ts";
import type { GenericStore } from "./stores/store.ts";

export type Admitted = ExternalSecret | ClusterExternalSecret | GenericStore | Generator;

/** What admission says to an object. */
export interface Admission {
  readonly diagnostics: readonly Diagnostic[];
  /** The object with defaults filled in; undefined where it is refused. */
  readonly admitted?: Admitted;
  /** It was written for v1beta1, and read as v1. */
  readonly deprecatedVersion?: boolean;
}

const STORES = ["SecretStore", "ClusterSecretStore"];
const MAIN_KINDS = ["ExternalSecret", "ClusterExternalSecret", ...STORES];
const MAIN = "external-secrets.io";
const GENERATORS = "generators.external-secrets.io/v1alpha1";

/**
 * Decides about an object of External Secrets' API groups as the API server and ESO's webhook do: kind and version,
 * unknown fields, schema with defaults, and the rules between fields. The object itself is not changed.
 */
export function admit(object: unknown, located: Located, options: { readonly strict: boolean }): Admission {
  if (!isNode(object)) return refuse(located, [unknownKind("", "")]);
  const { object: respelt, spellings } = respell(object);
  const told = spellings.map(({ path, problem }) =>
    options.strict ? errorAt(located, path, problem) : warningAt(located, path, problem),
  );
  if (options.strict && spellings.length > 0) return { diagnostics: told };
  const admission = admitSpelt(respelt as Node, located);
  return { ...admission, diagnostics: [...told, ...admission.diagnostics] };
}

type Node = Readonly<Record<string, unknown>>;

function admitSpelt(object: Node, located: Located): Admission {
  const apiVersion = asText(object["apiVersion"]);
  const kind = asText(object["kind"]);
  const spec = specOf(apiVersion, kind);
  if (spec === undefined) return refuse(located, [unknownKind(apiVersion, kind)]);
  const { value, problems } = check(envelope(spec), object, []);
  const all = [...problems, ...nameProblems(object)];
  if (all.length > 0) return refuse(located, all);
  const admitted = value as Admitted;
  const rules = ruleProblems(admitted);
  if (rules.length > 0) return refuse(located, rules);
  return { diagnostics: [], admitted, deprecatedVersion: apiVersion === `${MAIN}/v1beta1` };
}

function specOf(apiVersion: string, kind: string): ObjectField | undefined {
  const version =
    apiVersion === `${MAIN}/v1` ? "v1" : apiVersion === `${MAIN}/v1beta1` ? "v1beta1" : undefined;
  if (version !== undefined && MAIN_KINDS.includes(kind)) return mainSpec(kind, version);
  return apiVersion === GENERATORS && GENERATOR_KINDS.includes(kind) ? generatorSpec(kind) : undefined;
}

function mainSpec(kind: string, version: Version): ObjectField {
  if (kind === "ExternalSecret") return externalSecretSpec(version);
  return kind === "ClusterExternalSecret" ? clusterExternalSecretSpec(version) : storeSpec(version);
}

/** metadata may hold more than is read here; status is the operator's own. */
function envelope(spec: ObjectField): ObjectField {
  const metadata: Field = {
    ...objectOf({ name: text, namespace: text, labels: textMap, annotations: textMap }),
    others: IGNORED,
  };
  return objectOf(
    { apiVersion: text, kind: text, metadata, spec, status: STATUS },
    { defaults: { spec: {} } },
  );
}

const IGNORED: Field = { kind: "ignored" };

/** What the operator writes: its values do not matter here. */
const STATUS = objectOf({
  refreshTime: IGNORED,
  syncedResourceVersion: IGNORED,
  conditions: IGNORED,
  binding: IGNORED,
  capabilities: IGNORED,
  externalSecretName: IGNORED,
  failedNamespaces: IGNORED,
  provisionedNamespaces: IGNORED,
});

function nameProblems(object: Node): FieldProblem[] {
  const metadata = isNode(object["metadata"]) ? object["metadata"] : {};
  const name = asText(metadata["name"]);
  if (isSubdomain(name) && name !== "") return [];
  return [
    {
      path: ["metadata", "name"],
      problem: {
        code: "SCHEMA_INVALID",
        message:
          name === ""
            ? "Cannot use an object without a name"
            : "Cannot use the name of the object: it does not have the form of a name",
        hint: "Names have small letters, digits, '-' and '.', and at most 253 characters",
      },
    },
  ];
}

function ruleProblems(admitted: Admitted): FieldProblem[] {
  if (admitted.kind === "ExternalSecret") return externalSecretProblems(admitted as ExternalSecret);
  return STORES.includes(admitted.kind) ? storeProblems(admitted as GenericStore) : [];
}

/** The webhook's rules for an ExternalSecret that a ClusterExternalSecret makes. */
export function webhookProblems(externalSecret: ExternalSecret, located: Located): Diagnostic[] {
  return externalSecretProblems(externalSecret).map(({ path, problem }) => errorAt(located, path, problem));
}

function refuse(located: Located, problems: readonly FieldProblem[]): Admission {
  return { diagnostics: problems.map(({ path, problem }) => errorAt(located, path, problem)) };
}

function unknownKind(apiVersion: string, kind: string): FieldProblem {
  const problem: Problem = {
    code: "KIND_UNKNOWN",
    message: `Cannot handle ${apiVersion} ${kind}: no such kind is rendered`,
    hint: unknownKindHint(kind),
  };
  return { path: ["kind"], problem };
}

function unknownKindHint(kind: string): string {
  if (kind === "PushSecret" || kind === "ClusterPushSecret") {
    return "It writes to a store, and a render only reads: apply it where the operator runs";
  }
  const nearest = nearestName(kind, [...MAIN_KINDS, ...GENERATOR_KINDS]);
  if (nearest === undefined)
    return `Kinds are ${MAIN_KINDS.join(", ")} (${MAIN}/v1) and the generators (${GENERATORS})`;
  const version = MAIN_KINDS.includes(nearest) ? `${MAIN}/v1` : GENERATORS;
  return `The nearest one is apiVersion ${version}, kind ${nearest}`;
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
