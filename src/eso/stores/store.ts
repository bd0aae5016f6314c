import type { LabelSelector, ObjectMeta } from "../external-secret.ts";
import type { AwsProvider } from "./aws.ts";
import type { AzureProvider } from "./azure.ts";
import type { FakeProvider } from "./fake.ts";
import type { OpenBaoProvider } from "./openbao.ts";
import type { VaultProvider } from "./vault.ts";

/** SecretStore and ClusterSecretStore (ESO: GenericStore). */
export interface GenericStore {
  readonly apiVersion: string;
  readonly kind: "SecretStore" | "ClusterSecretStore";
  readonly metadata: ObjectMeta;
  readonly spec: SecretStoreSpec;
}

export interface SecretStoreSpec {
  readonly controller?: string;
  /** Exactly one member: provider name to its settings. */
  readonly provider: StoreProvider;
  readonly retrySettings?: RetrySettings;
  readonly refreshInterval?: number | string;
  readonly conditions?: readonly ClusterSecretStoreCondition[];
}

/** The providers that are built in have a type; the others of ESO are only checked. */
export interface StoreProvider {
  readonly aws?: AwsProvider;
  readonly azurekv?: AzureProvider;
  readonly fake?: FakeProvider;
  readonly openBao?: OpenBaoProvider;
  readonly vault?: VaultProvider;
  readonly [name: string]: unknown;
}

export interface RetrySettings {
  readonly maxRetries?: number;
  readonly retryInterval?: string;
}

export interface ClusterSecretStoreCondition {
  readonly namespaceSelector?: LabelSelector;
  readonly namespaces?: readonly string[];
  readonly namespaceRegexes?: readonly string[];
}
