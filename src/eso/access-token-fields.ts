import { serviceAccountSelector, secretKeySelector } from "./selector-fields.ts";
import { texts } from "./text-fields.ts";
import type { Field } from "./field.ts";
import { integer, later, list, object, oneOf, required, text } from "./field.ts";
import { awsAuth } from "./stores/aws-fields.ts";
import { AZURE_CLOUDS } from "./stores/azure-fields.ts";
import { gcpAuthMembers } from "./stores/cloud-fields.ts";

/** Specs of the generators that trade an identity for a token (ESO: ECRAuthorizationTokenSpec …). */
export const ACCESS_TOKENS = {
  ACRAccessToken: later(() =>
    object({
      auth: required(
        object({
          servicePrincipal: object({
            secretRef: required(object({ clientId: secretKeySelector, clientSecret: secretKeySelector })),
          }),
          managedIdentity: object({ identityId: text() }),
          workloadIdentity: object({ serviceAccountRef: serviceAccountSelector }),
        }),
      ),
      tenantId: text(),
      registry: required(text()),
      scope: text(),
      environmentType: oneOf(...AZURE_CLOUDS),
    }),
  ),
  CloudsmithAccessToken: later(() =>
    object({
      apiUrl: text(),
      orgSlug: required(text()),
      serviceSlug: required(text()),
      serviceAccountRef: required(serviceAccountSelector),
    }),
  ),
  ECRAuthorizationToken: later(() =>
    object({
      region: required(text()),
      auth: awsAuth,
      role: text(),
      scope: text(),
    }),
  ),
  GCRAccessToken: later(() =>
    object({
      auth: required(
        object(gcpAuthMembers({ clusterLocation: required(text()), clusterName: required(text()) })),
      ),
      projectID: required(text()),
    }),
  ),
  GithubAccessToken: later(() =>
    object({
      url: text(),
      appID: required(text()),
      installID: required(text()),
      repositories: list(text()),
      permissions: texts,
      auth: required(object({ privateKey: required(object({ secretRef: required(secretKeySelector) })) })),
    }),
  ),
  QuayAccessToken: later(() =>
    object({
      url: text(),
      robotAccount: required(text()),
      serviceAccountRef: required(serviceAccountSelector),
    }),
  ),
  STSSessionToken: later(() =>
    object({
      region: required(text()),
      auth: awsAuth,
      role: text(),
      requestParameters: object({
        sessionDuration: integer(-(2 ** 31), 2 ** 31 - 1),
        serialNumber: text(),
        tokenCode: text(),
      }),
    }),
  ),
} as const satisfies Record<string, Field>;
