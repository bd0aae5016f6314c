import type { SecretKeySelector, ServiceAccountSelector } from "./selectors.ts";

/** `spec.provider.azurekv` (ESO: secretstore_azurekv_types.go), after defaulting. */
export interface AzureProvider {
  readonly vaultUrl: string;
  readonly authType: "ServicePrincipal" | "ManagedIdentity" | "WorkloadIdentity";
  readonly tenantId?: string;
  readonly environmentType:
    | "PublicCloud"
    | "USGovernmentCloud"
    | "ChinaCloud"
    | "GermanCloud"
    | "AzureStackCloud";
  readonly authSecretRef?: AzureAuth;
  readonly serviceAccountRef?: ServiceAccountSelector;
  /** Client ID of a user-assigned managed identity. */
  readonly identityId?: string;
  /** Absent in v1beta1, which is false. */
  readonly useAzureSDK?: boolean;
  readonly customCloudConfig?: AzureCustomCloudConfig;
}

export interface AzureAuth {
  readonly clientId?: SecretKeySelector;
  readonly tenantId?: SecretKeySelector;
  readonly clientSecret?: SecretKeySelector;
  readonly clientCertificate?: SecretKeySelector;
}

export interface AzureCustomCloudConfig {
  readonly activeDirectoryEndpoint: string;
  readonly keyVaultEndpoint?: string;
  readonly keyVaultDNSSuffix?: string;
  readonly resourceManagerEndpoint?: string;
}
