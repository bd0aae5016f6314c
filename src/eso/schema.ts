import { clusterExternalSecret } from "./cluster-external-secret-fields.ts";
import { externalSecret } from "./external-secret-fields.ts";
import type { ObjectField, Version } from "./field.ts";
import { generator } from "./generator-fields.ts";
import type { GeneratorKind } from "./generator.ts";
import { GENERATOR_SPECS, isGeneratorKind } from "./generator-kinds.ts";
import type { EsoKind } from "./kinds.ts";
import { secretStore } from "./stores/store-fields.ts";

/** Name of one schema: the version and the kind; SecretStore and ClusterSecretStore share one. */
export type SchemaKey =
  | `${Version}/${"ExternalSecret" | "ClusterExternalSecret" | "SecretStore"}`
  | `v1alpha1/${GeneratorKind}`;

type CoreSchemaKey = Exclude<SchemaKey, `v1alpha1/${string}`>;

const TABLES: Readonly<Record<CoreSchemaKey, () => ObjectField>> = {
  "v1/ExternalSecret": () => externalSecret("v1"),
  "v1/ClusterExternalSecret": () => clusterExternalSecret("v1"),
  "v1/SecretStore": () => secretStore("v1"),
  "v1beta1/ExternalSecret": () => externalSecret("v1beta1"),
  "v1beta1/ClusterExternalSecret": () => clusterExternalSecret("v1beta1"),
  "v1beta1/SecretStore": () => secretStore("v1beta1"),
};

const GENERATOR_PREFIX = "v1alpha1/";

const GENERATOR_KEYS = [
  "ClusterGenerator" as const,
  ...Object.keys(GENERATOR_SPECS).filter(isGeneratorKind),
].map((kind): SchemaKey => `${GENERATOR_PREFIX}${kind}`);

/** All schemas there are. */
export const SCHEMA_KEYS: readonly SchemaKey[] = [
  ...Object.keys(TABLES).filter(isCoreSchemaKey),
  ...GENERATOR_KEYS,
];

const built = new Map<SchemaKey, ObjectField>();

/** The table of a kind's fields, as the CRD of ESO v2.9 has them. It is built at its first use. */
export function schemaOf(key: SchemaKey): ObjectField {
  const found = built.get(key);
  if (found !== undefined) return found;
  const table = isCoreSchemaKey(key) ? TABLES[key]() : generator(generatorKindOf(key));
  built.set(key, table);
  return table;
}

/** Which schema an object of this kind follows. */
export function schemaKeyOf(kind: EsoKind): SchemaKey {
  if (kind.group === "generators") return `${GENERATOR_PREFIX}${kind.kind}`;
  return `${kind.version}/${kind.kind === "ClusterSecretStore" ? "SecretStore" : kind.kind}`;
}

function isCoreSchemaKey(key: string): key is CoreSchemaKey {
  return Object.hasOwn(TABLES, key);
}

function generatorKindOf(key: SchemaKey): GeneratorKind {
  const kind = key.slice(GENERATOR_PREFIX.length);
  return isGeneratorKind(kind) ? kind : "ClusterGenerator";
}
