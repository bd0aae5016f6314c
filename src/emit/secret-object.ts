import type { SecretData } from "../ground/sensitive.ts";
import type { FieldPath } from "../ground/field-path.ts";
import type { JsonObject } from "../ground/json-value.ts";

/** A v1 Secret on its way out. What emit does not know of an existing one is kept in `rest`. */
export interface SecretObject {
  readonly name: string;
  /** As written in the manifest: undefined where it has none. */
  readonly namespace: string | undefined;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  /** Labels and annotations that templates made, which may hold what was fetched: `labels/KEY`, `annotations/KEY`. */
  readonly rendered: ReadonlySet<string>;
  /** Keys that templates made, which may hold what was fetched and are not shown: `data/KEY`, `labels/KEY`. */
  readonly renderedKeys: ReadonlyMap<string, RenderedKey>;
  readonly finalizers: readonly string[];
  readonly type: string | undefined;
  readonly immutable: boolean;
  readonly data: SecretData;
  readonly rest: SecretRest;
}

/** Where a key comes from that a template made. */
export interface RenderedKey {
  /** The template's field of the ExternalSecret. */
  readonly path: FieldPath;
  /** Which key of the rendered text it is, from 1. */
  readonly position: number;
}

export interface SecretRest {
  /** Members of metadata beside those above, such as ownerReferences. */
  readonly metadata: JsonObject;
}
