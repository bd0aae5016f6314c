import { secretKeySelector, serviceAccountSelector } from "../selector-fields.ts";
import { duration } from "../text-fields.ts";
import type { Members, ObjectField } from "../field.ts";
import { defined, later, object, oneOf, required, text } from "../field.ts";

/** ESO: GCPWorkloadIdentityFederation. */
const workloadIdentityFederation = object({
  credConfig: object({ name: required(text()), namespace: text(), key: required(text()) }),
  serviceAccountRef: serviceAccountSelector,
  awsSecurityCredentials: object({
    awsCredentialsSecretRef: object({ name: required(text()), namespace: text() }),
    region: required(text()),
  }),
  audience: text(),
  externalTokenEndpoint: text(),
  gcpServiceAccountEmail: text(),
});

/** ESO: GCPSMAuth; the generator of GCR's tokens logs in the same ways, and wants more of the cluster. */
export function gcpAuthMembers(inCluster: Members): Members {
  return { ...gcpLoginMembers(inCluster), workloadIdentityFederation };
}

/** The logins of GCPSMAuth that Vault's has too. */
export function gcpLoginMembers(inCluster: Members): Members {
  return {
    secretRef: object({ secretAccessKeySecretRef: secretKeySelector }),
    workloadIdentity: object({
      serviceAccountRef: required(serviceAccountSelector),
      clusterLocation: text(),
      clusterName: text(),
      clusterProjectID: text(),
      ...inCluster,
    }),
  };
}

const yandex = {
  apiEndpoint: text(),
  auth: required(
    object(
      { authorizedKeySecretRef: secretKeySelector },
      { hints: { authorizedKey: 'Did you mean "authorizedKeySecretRef"?' } },
    ),
  ),
  caProvider: object({ certSecretRef: secretKeySelector }),
  fetching: object({ byID: object({}), byName: object({ folderID: required(text()) }) }),
};

const scalewayKey = required(defined("ScalewayKey", object({ value: text(), secretRef: secretKeySelector })));

/** ESO: GCPSMProvider. */
export function gcpProvider(): ObjectField {
  return object({
    auth: object(gcpAuthMembers({})),
    projectID: text(),
    location: text(),
    secretVersionSelectionPolicy: text(),
  });
}

/** ESO: the providers of clouds' own services (GCPSMProvider, IBMProvider, OracleProvider …). */
export const CLOUD_PROVIDERS: Members = {
  ibm: later(() =>
    object({
      auth: required(
        object(
          {
            secretRef: object({ secretApiKeySecretRef: secretKeySelector, iamEndpoint: text() }),
            containerAuth: object({ profile: required(text()), tokenLocation: text(), iamEndpoint: text() }),
          },
          { minMembers: 1, maxMembers: 1 },
        ),
      ),
      serviceUrl: text(),
    }),
  ),
  oracle: later(() =>
    object({
      region: required(text()),
      vault: required(text()),
      compartment: text(),
      encryptionKey: text(),
      principalType: oneOf("", "UserPrincipal", "InstancePrincipal", "Workload"),
      auth: object(
        {
          tenancy: required(text()),
          user: required(text()),
          secretRef: required(
            object({ privatekey: required(secretKeySelector), fingerprint: required(secretKeySelector) }),
          ),
        },
        { hints: { principalType: "It stands beside auth: oracle: {principalType: …}" } },
      ),
      serviceAccountRef: serviceAccountSelector,
      deletionGracePeriod: duration,
    }),
  ),
  scaleway: later(() =>
    object({
      apiUrl: text(),
      region: required(text()),
      projectId: required(text()),
      accessKey: scalewayKey,
      secretKey: scalewayKey,
    }),
  ),
  volcengine: later(() =>
    object({
      region: required(text()),
      auth: object({
        secretRef: object({
          accessKeyID: required(secretKeySelector),
          secretAccessKey: required(secretKeySelector),
          token: secretKeySelector,
        }),
      }),
    }),
  ),
  yandexcertificatemanager: later(() => object(yandex)),
  yandexlockbox: later(() => object(yandex)),
};
