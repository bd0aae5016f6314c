import type { ObjectMeta } from "./external-secret.ts";

/** A generator (generators.external-secrets.io/v1alpha1). */
export interface Generator {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly spec: unknown;
}
