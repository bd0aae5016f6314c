import type { FieldPath } from "../ground/field-path.ts";
import type { Sensitive } from "../ground/sensitive.ts";
import type { CaProvider, SecretKeySelector, ServiceAccountSelector } from "./stores/selectors.ts";

/** A ServiceAccount that a store refers to. */
export interface ServiceAccount {
  readonly name: string;
  readonly namespace: string;
  readonly annotations: ReadonlyMap<string, string>;
  /** Names of the Secrets in its namespace that are bound to it (Kubernetes before 1.24). */
  readonly secrets: readonly string[];
}

/**
 * What the references of one store lead to, as one ExternalSecret sees it: a selector's namespace counts for a
 * ClusterSecretStore only. `field` is the reference's path in the store. Every method throws ProblemError, whose
 * message is a whole sentence.
 */
export interface StoreCredentials {
  /** ESO: resolvers.SecretKeyRef. The value byte for byte; `defaultKey` where the selector names none. */
  secretKey(ref: SecretKeySelector, field: FieldPath, defaultKey?: string): Sensitive;
  /** ESO: FetchCACertFromSource. All certificates as PEM; undefined where neither source is set. */
  caCertificates(
    source: { readonly caBundle?: string | undefined; readonly caProvider?: CaProvider | undefined },
    field: FieldPath,
  ): string | undefined;
  /** Its annotations and Secrets, from the object where there is one. */
  serviceAccount(ref: ServiceAccountSelector, field: FieldPath): ServiceAccount;
  /**
   * A projected token of the ServiceAccount that is meant for all of `audiences` (in place of ESO's TokenRequest).
   * Without audiences the only token that there is.
   */
  serviceAccountToken(ref: ServiceAccountSelector, audiences: readonly string[], field: FieldPath): Sensitive;
}
