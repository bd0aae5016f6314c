import { caProvider, secretKeySelector, serviceAccountSelector } from "../selector-fields.ts";
import { bytes, duration } from "../text-fields.ts";
import type { Members } from "../field.ts";
import { bool, defined, integer, later, map, object, oneOf, required, text } from "../field.ts";

/** A text that stands in the store itself, or in a Secret. */
const valueOrSecret = defined("ValueOrSecret", object({ value: text(), secretRef: secretKeySelector }));

const eitherValueOrSecret = defined(
  "EitherValueOrSecret",
  object(valueOrSecret.members, { choices: [{ count: "exactly one", of: ["value", "secretRef"] }] }),
);

/** ESO: the providers of password managers and safes (OnePasswordProvider, BitwardenSecretsManagerProvider …). */
export const PASSWORD_MANAGERS: Members = {
  onepassword: later(() =>
    object({
      auth: required(
        object({ secretRef: required(object({ connectTokenSecretRef: required(secretKeySelector) })) }),
      ),
      connectHost: required(text()),
      vaults: required(map(integer())),
    }),
  ),
  onepasswordSDK: later(() =>
    object(
      {
        vault: text(),
        environment: text(),
        auth: required(object({ serviceAccountSecretRef: required(secretKeySelector) })),
        integrationInfo: object({ name: text(), version: text() }),
        cache: object({ ttl: duration, maxSize: integer(1) }),
      },
      { choices: [{ count: "at most one", of: ["vault", "environment"] }] },
    ),
  ),
  bitwardensecretsmanager: later(() =>
    object({
      apiURL: text(),
      identityURL: text(),
      bitwardenServerSDKURL: text(),
      caBundle: text(),
      caProvider,
      organizationID: required(text()),
      projectID: required(text()),
      auth: required(object({ secretRef: required(object({ credentials: required(secretKeySelector) })) })),
    }),
  ),
  keepersecurity: later(() => object({ authRef: required(secretKeySelector), folderID: required(text()) })),
  passbolt: later(() =>
    object(
      {
        auth: required(
          object({
            passwordSecretRef: required(secretKeySelector),
            privateKeySecretRef: required(secretKeySelector),
          }),
        ),
        host: required(text()),
      },
      { open: true },
    ),
  ),
  delinea: later(() =>
    object({
      clientId: required(valueOrSecret),
      clientSecret: required(valueOrSecret),
      tenant: required(text()),
      urlTemplate: text(),
      tld: text(),
    }),
  ),
  secretserver: later(() =>
    object({
      username: eitherValueOrSecret,
      password: eitherValueOrSecret,
      token: eitherValueOrSecret,
      domain: text(),
      serverURL: required(text()),
      caBundle: bytes,
      caProvider,
    }),
  ),
  senhasegura: later(() =>
    object({
      url: required(text()),
      module: required(oneOf("DSM")),
      auth: required(
        object({ clientId: required(text()), clientSecretSecretRef: required(secretKeySelector) }),
      ),
      ignoreSslCertificate: bool(),
    }),
  ),
  beyondtrust: later(() =>
    object({
      auth: required(
        object({
          apiKey: valueOrSecret,
          clientId: valueOrSecret,
          clientSecret: valueOrSecret,
          certificate: valueOrSecret,
          certificateKey: valueOrSecret,
        }),
      ),
      server: required(
        object({
          apiUrl: required(text()),
          apiVersion: text(),
          retrievalType: text(),
          separator: text(),
          decrypt: bool(),
          verifyCA: required(bool()),
          clientTimeOutSeconds: integer(),
        }),
      ),
    }),
  ),
  conjur: later(() =>
    object({
      url: required(text()),
      caBundle: text(),
      caProvider,
      auth: required(
        object(
          {
            apikey: object({
              account: required(text()),
              userRef: required(secretKeySelector),
              apiKeyRef: required(secretKeySelector),
            }),
            jwt: object({
              account: required(text()),
              serviceID: required(text()),
              hostId: text(),
              secretRef: secretKeySelector,
              serviceAccountRef: serviceAccountSelector,
            }),
          },
          { open: true, minMembers: 1, maxMembers: 1 },
        ),
      ),
    }),
  ),
};
