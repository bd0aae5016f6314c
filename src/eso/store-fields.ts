import type { Version } from "./external-secret-fields.ts";
import { labelSelector } from "./external-secret-fields.ts";
import type { Field, ObjectField } from "./field.ts";
import {
  anything,
  base64,
  boolean,
  configKey,
  int32,
  int64,
  listOf,
  namespace,
  objectOf,
  oneMemberOf,
  oneOf,
  subdomain,
  text,
  textMap,
} from "./field.ts";

/** Providers of External Secrets that are known by name only: any settings are accepted. */
const OTHERS = [
  "akeyless",
  "barbican",
  "beyondtrust",
  "beyondtrustsecrets",
  "bitwardensecretsmanager",
  "chef",
  "cloudrusm",
  "conjur",
  "crd",
  "delinea",
  "doppler",
  "dvls",
  "fortanix",
  "gcpsm",
  "github",
  "gitlab",
  "ibm",
  "infisical",
  "keepersecurity",
  "kubernetes",
  "nebiusmysterybox",
  "ngrok",
  "onboardbase",
  "onepassword",
  "onepasswordSDK",
  "oracle",
  "ovh",
  "passbolt",
  "passworddepot",
  "previder",
  "pulumi",
  "scaleway",
  "secretserver",
  "senhasegura",
  "volcengine",
  "webhook",
  "yandexcertificatemanager",
  "yandexlockbox",
];
const OTHERS_V1BETA1 = ["alibaba", "device42"];

const secretKey: Field = objectOf({ name: subdomain, namespace, key: configKey });
const serviceAccount: Field = objectOf(
  { name: subdomain, namespace, audiences: listOf(text) },
  { required: ["name"] },
);
const caProvider: Field = objectOf(
  { type: oneOf("Secret", "ConfigMap"), name: subdomain, key: configKey, namespace },
  { required: ["name", "type"] },
);

/** spec of a SecretStore or ClusterSecretStore. */
export function storeSpec(version: Version): ObjectField {
  const condition = objectOf({
    namespaceSelector: labelSelector,
    namespaces: listOf(namespace),
    namespaceRegexes: listOf(text),
  });
  return objectOf(
    {
      controller: text,
      provider: oneMemberOf(providers(version)),
      retrySettings: objectOf({ maxRetries: int32, retryInterval: text }),
      refreshInterval: version === "v1" ? { kind: "intOrString" } : int64,
      conditions: listOf(condition),
    },
    { required: ["provider"] },
  );
}

function providers(version: Version): Readonly<Record<string, Field>> {
  const names = version === "v1" ? OTHERS : [...OTHERS, ...OTHERS_V1BETA1];
  return {
    ...Object.fromEntries(names.map((name) => [name, anything])),
    aws: aws(version),
    vault: vault(version),
    azurekv: azure(version),
    fake: fake(version),
    ...(version === "v1" ? { openBao: openBao() } : {}),
  };
}

function fake(version: Version): Field {
  const data = objectOf({ key: text, value: text, version: text }, { required: ["key", "value"] });
  return objectOf(
    { data: listOf(data), ...(version === "v1" ? { validationResult: int64 } : {}) },
    { required: ["data"] },
  );
}

const awsAuth = objectOf({
  secretRef: objectOf({
    accessKeyIDSecretRef: secretKey,
    secretAccessKeySecretRef: secretKey,
    sessionTokenSecretRef: secretKey,
  }),
  jwt: objectOf({ serviceAccountRef: serviceAccount }),
});

function aws(version: Version): Field {
  const services = ["SecretsManager", "ParameterStore", ...(version === "v1" ? ["CertificateManager"] : [])];
  return objectOf(
    {
      service: oneOf(...services),
      region: text,
      auth: awsAuth,
      role: text,
      additionalRoles: listOf(text),
      externalID: text,
      sessionTags: listOf(objectOf({ key: text, value: text }, { required: ["key", "value"] })),
      transitiveTagKeys: listOf(text),
      secretsManager: objectOf({ forceDeleteWithoutRecovery: boolean, recoveryWindowInDays: int64 }),
      prefix: text,
      ...(version === "v1"
        ? { sessionTagsPolicy: oneOf("None", "Simple", "Custom"), customSessionTags: textMap }
        : {}),
    },
    { required: ["service", "region"], defaults: version === "v1" ? { sessionTagsPolicy: "None" } : {} },
  );
}

function vault(version: Version): Field {
  return objectOf(
    {
      server: text,
      path: text,
      version: oneOf("v1", "v2"),
      namespace: text,
      caBundle: base64,
      caProvider,
      tls: objectOf({ certSecretRef: secretKey, keySecretRef: secretKey }),
      readYourWrites: boolean,
      forwardInconsistent: boolean,
      headers: textMap,
      auth: vaultAuth(version),
      ...(version === "v1" ? { checkAndSet: objectOf({ required: boolean }) } : {}),
    },
    { required: ["server"], defaults: { version: "v2" } },
  );
}

function vaultAuth(version: Version): Field {
  const v1 = version === "v1";
  const login = { username: text, secretRef: secretKey };
  return objectOf({
    namespace: text,
    tokenSecretRef: secretKey,
    appRole: objectOf(
      { path: text, roleId: text, roleRef: secretKey, secretRef: secretKey },
      { required: ["path", "secretRef"], defaults: { path: "approle" } },
    ),
    kubernetes: objectOf(
      { mountPath: text, role: text, serviceAccountRef: serviceAccount, secretRef: secretKey },
      { required: ["mountPath", "role"], defaults: { mountPath: "kubernetes" } },
    ),
    ldap: objectOf({ path: text, ...login }, { required: ["path", "username"], defaults: { path: "ldap" } }),
    userPass: objectOf(
      { path: text, ...login },
      { required: ["path", "username"], defaults: { path: "userpass" } },
    ),
    jwt: objectOf(
      { path: text, role: text, secretRef: secretKey, kubernetesServiceAccountToken: serviceAccountToken },
      { required: ["path"], defaults: { path: "jwt" } },
    ),
    cert: objectOf(
      { clientCert: secretKey, secretRef: secretKey, ...(v1 ? { path: text, vaultRole: text } : {}) },
      { defaults: v1 ? { path: "cert" } : {} },
    ),
    iam: vaultIam,
    ...(v1 ? { gcp: anything } : {}),
  });
}

const serviceAccountToken = objectOf(
  { serviceAccountRef: serviceAccount, audiences: listOf(text), expirationSeconds: int64 },
  { required: ["serviceAccountRef"] },
);

const vaultIam = objectOf(
  {
    path: text,
    region: text,
    role: text,
    vaultRole: text,
    externalID: text,
    vaultAwsIamServerID: text,
    secretRef: objectOf({
      accessKeyIDSecretRef: secretKey,
      secretAccessKeySecretRef: secretKey,
      sessionTokenSecretRef: secretKey,
    }),
    jwt: objectOf({ serviceAccountRef: serviceAccount }),
  },
  { required: ["vaultRole"] },
);

function openBao(): Field {
  const auth = objectOf({
    namespace: text,
    tokenSecretRef: secretKey,
    appRole: objectOf(
      { path: text, roleId: text, roleRef: secretKey, secretRef: secretKey },
      { required: ["secretRef"], defaults: { path: "approle" } },
    ),
    userPass: objectOf(
      { path: text, username: text, secretRef: secretKey },
      { required: ["username"], defaults: { path: "userpass" } },
    ),
  });
  return objectOf(
    {
      server: text,
      path: text,
      version: oneOf("v1", "v2"),
      namespace: text,
      caBundle: base64,
      caProvider,
      auth,
    },
    { required: ["server"], defaults: { version: "v2" } },
  );
}

function azure(version: Version): Field {
  const clouds = ["PublicCloud", "USGovernmentCloud", "ChinaCloud", "GermanCloud"];
  const customCloud = objectOf(
    {
      activeDirectoryEndpoint: text,
      keyVaultEndpoint: text,
      keyVaultDNSSuffix: text,
      resourceManagerEndpoint: text,
    },
    { required: ["activeDirectoryEndpoint"] },
  );
  return objectOf(
    {
      vaultUrl: text,
      authType: oneOf("ServicePrincipal", "ManagedIdentity", "WorkloadIdentity"),
      tenantId: text,
      environmentType: oneOf(...clouds, ...(version === "v1" ? ["AzureStackCloud"] : [])),
      authSecretRef: objectOf({
        clientId: secretKey,
        tenantId: secretKey,
        clientSecret: secretKey,
        clientCertificate: secretKey,
      }),
      serviceAccountRef: serviceAccount,
      identityId: text,
      ...(version === "v1" ? { useAzureSDK: boolean, customCloudConfig: customCloud } : {}),
    },
    { required: ["vaultUrl"], defaults: { authType: "ServicePrincipal", environmentType: "PublicCloud" } },
  );
}
