import { clusterExternalSecret } from "./cluster-external-secret-fields.ts";
import { externalSecret } from "./external-secret-fields.ts";
import type { ObjectField, Version } from "./field.ts";
import { generator } from "./generator-fields.ts";
import type { EsoKind } from "./kinds.ts";
import { secretStore } from "./stores/store-fields.ts";

/** Name of one schema: the version and the kind, where kinds with equal fields share one. */
export type SchemaKey =
  | `${Version}/${"ExternalSecret" | "ClusterExternalSecret" | "SecretStore"}`
  | `v1alpha1/${"Fake" | "ClusterGenerator" | "Generator"}`;

const TABLES: Readonly<Record<SchemaKey, () => ObjectField>> = {
  "v1/ExternalSecret": () => externalSecret("v1"),
  "v1/ClusterExternalSecret": () => clusterExternalSecret("v1"),
  "v1/SecretStore": () => secretStore("v1"),
  "v1beta1/ExternalSecret": () => externalSecret("v1beta1"),
  "v1beta1/ClusterExternalSecret": () => clusterExternalSecret("v1beta1"),
  "v1beta1/SecretStore": () => secretStore("v1beta1"),
  "v1alpha1/Fake": () => generator("Fake"),
  "v1alpha1/ClusterGenerator": () => generator("ClusterGenerator"),
  "v1alpha1/Generator": () => generator("Generator"),
};

/** All schemas there are. */
export const SCHEMA_KEYS = Object.keys(TABLES).filter(isSchemaKey);

const built = new Map<SchemaKey, ObjectField>();

/** The table of a kind's fields, as the CRD of ESO v2.9 has them. It is built at its first use. */
export function schemaOf(key: SchemaKey): ObjectField {
  const found = built.get(key);
  if (found !== undefined) return found;
  const table = TABLES[key]();
  built.set(key, table);
  return table;
}

/** Which schema an object of this kind follows. */
export function schemaKeyOf(kind: EsoKind): SchemaKey {
  if (kind.group === "core") {
    return `${kind.version}/${kind.kind === "ClusterSecretStore" ? "SecretStore" : kind.kind}`;
  }
  return kind.kind === "Fake" || kind.kind === "ClusterGenerator"
    ? `v1alpha1/${kind.kind}`
    : "v1alpha1/Generator";
}

function isSchemaKey(key: string): key is SchemaKey {
  return Object.hasOwn(TABLES, key);
}
