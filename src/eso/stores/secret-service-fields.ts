import { caProvider, secretKeySelector, serviceAccountSelector } from "../selector-fields.ts";
import { bytes } from "../text-fields.ts";
import type { Members } from "../field.ts";
import { bool, defaulted, integer, later, list, object, oneOf, required, text } from "../field.ts";
import { infisicalProvider } from "./infisical-fields.ts";

const pulumiToken = object({ secretRef: secretKeySelector });

/** A login by a token of a ServiceAccount. */
function oidcConfig(who: string) {
  return object({
    [who]: required(text()),
    serviceAccountRef: required(serviceAccountSelector),
    expirationSeconds: integer(),
  });
}

/** ESO: the providers of services that keep secrets for developers (DopplerProvider, GitlabProvider …). */
export const SECRET_SERVICES: Members = {
  akeyless: later(() =>
    object({
      akeylessGWApiURL: required(text()),
      authSecretRef: required(
        object({
          secretRef: object({
            accessID: secretKeySelector,
            accessType: secretKeySelector,
            accessTypeParam: secretKeySelector,
          }),
          kubernetesAuth: object({
            accessID: required(text()),
            k8sConfName: required(text()),
            serviceAccountRef: serviceAccountSelector,
            secretRef: secretKeySelector,
          }),
        }),
      ),
      caBundle: bytes,
      caProvider,
    }),
  ),
  chef: later(() =>
    object({
      auth: required(
        object({ secretRef: required(object({ privateKeySecretRef: required(secretKeySelector) })) }),
      ),
      username: required(text()),
      serverUrl: required(text()),
    }),
  ),
  doppler: later(() =>
    object({
      auth: required(
        object(
          {
            secretRef: object({ dopplerToken: required(secretKeySelector) }),
            oidcConfig: oidcConfig("identity"),
          },
          { choices: [{ count: "exactly one", of: ["secretRef", "oidcConfig"] }] },
        ),
      ),
      project: text(),
      config: text(),
      nameTransformer: oneOf("upper-camel", "camel", "lower-snake", "tf-var", "dotnet-env", "lower-kebab"),
      format: oneOf("json", "dotnet-json", "env", "yaml", "docker"),
    }),
  ),
  github: later(() =>
    object({
      url: text(),
      uploadURL: text(),
      auth: required(object({ privateKey: required(secretKeySelector) })),
      appID: required(integer()),
      installationID: required(integer()),
      organization: required(text()),
      repository: text(),
      environment: text(),
      orgSecretVisibility: oneOf("all", "private"),
    }),
  ),
  gitlab: later(() =>
    object({
      url: text(),
      auth: required(object({ SecretRef: required(object({ accessToken: secretKeySelector })) })),
      projectID: text(),
      inheritFromGroups: bool(),
      groupIDs: list(text()),
      environment: text(),
      caBundle: bytes,
      caProvider,
    }),
  ),
  infisical: later(infisicalProvider),
  onboardbase: later(() =>
    object({
      auth: required(
        object({ apiKeyRef: required(secretKeySelector), passcodeRef: required(secretKeySelector) }),
      ),
      apiHost: defaulted(text(), "https://public.onboardbase.com/api/v1/"),
      project: defaulted(text(), "development"),
      environment: defaulted(text(), "development"),
    }),
  ),
  previder: later(() =>
    object({
      auth: required(object({ secretRef: object({ accessToken: required(secretKeySelector) }) })),
      baseUri: text(),
    }),
  ),
  pulumi: later(() =>
    object(
      {
        apiUrl: text(),
        auth: object(
          { accessToken: pulumiToken, oidcConfig: oidcConfig("organization") },
          { choices: [{ count: "exactly one", of: ["accessToken", "oidcConfig"] }] },
        ),
        organization: required(text()),
        project: required(text()),
        environment: required(text()),
        accessToken: pulumiToken,
      },
      { choices: [{ count: "exactly one", of: ["auth", "accessToken"] }] },
    ),
  ),
};
