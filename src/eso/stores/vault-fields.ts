import { caProvider, secretKeySelector, serviceAccountSelector } from "../selector-fields.ts";
import { bytes, texts } from "../text-fields.ts";
import type { ObjectField, Version } from "../field.ts";
import { bool, defaulted, integer, list, membersIf, object, oneOf, required, text } from "../field.ts";
import { awsAuthMembers } from "./aws-fields.ts";
import { gcpLoginMembers } from "./cloud-fields.ts";

/** ESO: VaultProvider. */
export function vaultProvider(version: Version): ObjectField {
  return object({
    server: required(text()),
    path: text(),
    version: defaulted(oneOf("v1", "v2"), "v2"),
    namespace: text(),
    auth: auth(version),
    caBundle: bytes,
    caProvider,
    tls: object({ certSecretRef: secretKeySelector, keySecretRef: secretKeySelector }),
    readYourWrites: bool(),
    forwardInconsistent: bool(),
    headers: texts,
    ...membersIf(version === "v1", { checkAndSet: object({ required: bool() }) }),
  });
}

function auth(version: Version): ObjectField {
  return object({
    namespace: text(),
    tokenSecretRef: secretKeySelector,
    appRole,
    kubernetes,
    ldap: passwordLogin("ldap"),
    userPass: passwordLogin("userpass"),
    jwt,
    cert: cert(version),
    iam,
    ...membersIf(version === "v1", { gcp }),
  });
}

const appRole = object({
  path: required(defaulted(text(), "approle")),
  roleId: text(),
  roleRef: secretKeySelector,
  secretRef: required(secretKeySelector),
});

const kubernetes = object({
  mountPath: required(defaulted(text(), "kubernetes")),
  role: required(text()),
  serviceAccountRef: serviceAccountSelector,
  secretRef: secretKeySelector,
});

/** ldap and userPass have the same fields. */
function passwordLogin(path: string): ObjectField {
  return object({
    path: required(defaulted(text(), path)),
    username: required(text()),
    secretRef: secretKeySelector,
  });
}

const jwt = object({
  path: required(defaulted(text(), "jwt")),
  role: text(),
  secretRef: secretKeySelector,
  kubernetesServiceAccountToken: object({
    serviceAccountRef: required(serviceAccountSelector),
    audiences: list(text()),
    expirationSeconds: integer(),
  }),
});

function cert(version: Version): ObjectField {
  return object({
    ...membersIf(version === "v1", { path: defaulted(text(), "cert"), vaultRole: text() }),
    clientCert: secretKeySelector,
    secretRef: secretKeySelector,
  });
}

const iam = object({
  path: text(),
  region: text(),
  role: text(),
  vaultRole: required(text()),
  externalID: text(),
  vaultAwsIamServerID: text(),
  ...awsAuthMembers,
});

const gcp = object({
  path: defaulted(text(), "gcp"),
  role: required(text()),
  projectID: text(),
  location: text(),
  ...gcpLoginMembers({}),
  serviceAccountRef: serviceAccountSelector,
});
