import { secretKeySelector, serviceAccountSelector } from "../selector-fields.ts";
import type { ObjectField, Version } from "../field.ts";
import { bool, defaulted, membersIf, object, oneOf, required, text } from "../field.ts";

const CLOUDS_OF_V1BETA1 = ["PublicCloud", "USGovernmentCloud", "ChinaCloud", "GermanCloud"];

/** ESO: AzureEnvironmentType. */
export const AZURE_CLOUDS: readonly string[] = [...CLOUDS_OF_V1BETA1, "AzureStackCloud"];

/** ESO: AzureKVProvider. */
export function azureProvider(version: Version): ObjectField {
  const clouds = version === "v1" ? AZURE_CLOUDS : CLOUDS_OF_V1BETA1;
  return object({
    vaultUrl: required(text()),
    authType: defaulted(oneOf("ServicePrincipal", "ManagedIdentity", "WorkloadIdentity"), "ServicePrincipal"),
    tenantId: text(),
    environmentType: defaulted(oneOf(...clouds), "PublicCloud"),
    authSecretRef: object({
      clientId: secretKeySelector,
      tenantId: secretKeySelector,
      clientSecret: secretKeySelector,
      clientCertificate: secretKeySelector,
    }),
    serviceAccountRef: serviceAccountSelector,
    identityId: text(),
    ...membersIf(version === "v1", { useAzureSDK: defaulted(bool(), false), customCloudConfig }),
  });
}

const customCloudConfig = object({
  activeDirectoryEndpoint: required(text()),
  keyVaultEndpoint: text(),
  keyVaultDNSSuffix: text(),
  resourceManagerEndpoint: text(),
});
