import type { ObjectMeta } from "./external-secret.ts";
import type { NamespacedGeneratorKind } from "./generator-kinds.ts";

/** Kind of a generator, of a namespace or of the cluster. */
export type GeneratorKind = NamespacedGeneratorKind | "ClusterGenerator";

/** An object of `generators.external-secrets.io/v1alpha1`. */
export interface Generator {
  readonly apiVersion: string;
  readonly kind: GeneratorKind;
  readonly metadata: ObjectMeta;
  /** As written, with the defaults of the CRD. */
  readonly spec: Readonly<Record<string, unknown>>;
}
