import { secretKeySelector, serviceAccountSelector } from "../common-fields.ts";
import type { ObjectField, Version } from "../field.ts";
import { bool, defaulted, membersIf, object, oneOf, required, text } from "../field.ts";

const CLOUDS = ["PublicCloud", "USGovernmentCloud", "ChinaCloud", "GermanCloud"];

/** ESO: AzureKVProvider. */
export function azureProvider(version: Version): ObjectField {
  const clouds = version === "v1" ? [...CLOUDS, "AzureStackCloud"] : CLOUDS;
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
