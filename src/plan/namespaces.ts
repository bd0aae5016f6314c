import type { Parsed } from "../manifest/manifest.ts";
import type { JsonObject, JsonValue } from "../ground/json-value.ts";
import { isJsonObject } from "../ground/json-value.ts";
import type { NamespaceLabels } from "./label-selector.ts";

/** The label that the API server puts on every Namespace; a manifest cannot make it lie. */
const NAME_LABEL = "kubernetes.io/metadata.name";

/**
 * What becomes of namespaces that a ClusterExternalSecret names and no manifest tells of: an error, or a warning that
 * nothing is made there.
 */
export type UnknownNamespaces = "refused" | "passed-over";

/** The Namespaces that manifests tell of. */
export class Namespaces {
  readonly #labels = new Map<string, NamespaceLabels>();

  constructor(manifests: readonly Parsed[]) {
    for (const { ref, object } of manifests) {
      if (isTerminating(object)) continue;
      this.#labels.set(ref.name, { labels: labelsOf(ref.name, object), complete: true });
    }
  }

  /** Names in byte order. */
  get names(): string[] {
    return [...this.#labels.keys()].toSorted();
  }

  /** Labels of a Namespace; of one that no manifest tells of, only the name label is sure. */
  labels(name: string): NamespaceLabels {
    return this.#labels.get(name) ?? { labels: new Map([[NAME_LABEL, name]]), complete: false };
  }
}

function labelsOf(name: string, object: JsonObject): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const [key, value] of Object.entries(member(object, "metadata", "labels") ?? {})) {
    if (typeof value === "string") labels.set(key, value);
  }
  return labels.set(NAME_LABEL, name);
}

function isTerminating(object: JsonObject): boolean {
  return member(object, "metadata")?.["deletionTimestamp"] !== undefined;
}

function member(object: JsonObject, ...names: readonly string[]): JsonObject | undefined {
  let value: JsonValue | undefined = object;
  for (const name of names) {
    if (!isJsonObject(value)) return undefined;
    value = value[name];
  }
  return isJsonObject(value) ? value : undefined;
}
