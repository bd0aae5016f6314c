import type { FieldPath } from "../../ground/field-path.ts";
import { memberAt } from "../unchecked-object.ts";
import type { GenericStore } from "./store.ts";

/** Says that a problem was found at a path under the place that is looked at. */
export type StoreReport = (path: FieldPath, message: string, hint: string) => void;

/** A reference to a Secret or ServiceAccount; it is not looked at where `unless` is set. */
interface Selector {
  readonly path: string;
  readonly unless?: string;
  /** It must have these members, and in a ClusterSecretStore a namespace, wherever the object around it stands. */
  readonly strict?: readonly string[];
}

const AWS_AUTH = [
  "secretRef.accessKeyIDSecretRef",
  "secretRef.secretAccessKeySecretRef",
  "secretRef.sessionTokenSecretRef",
  "jwt.serviceAccountRef",
];

/** The references that each provider's ValidateStore looks at. */
const SELECTORS: Readonly<Record<string, readonly Selector[]>> = {
  aws: AWS_AUTH.map((path) => ({ path: `auth.${path}` })),
  azurekv: [
    { path: "authSecretRef.clientId" },
    { path: "authSecretRef.clientSecret" },
    { path: "serviceAccountRef" },
  ],
  akeyless: [
    {
      path: "authSecretRef.secretRef.accessID",
      unless: "authSecretRef.kubernetesAuth",
      strict: ["name", "key"],
    },
    { path: "authSecretRef.kubernetesAuth.serviceAccountRef" },
  ],
  doppler: [
    { path: "auth.secretRef.dopplerToken", strict: ["name"] },
    { path: "auth.oidcConfig.serviceAccountRef", unless: "auth.secretRef", strict: ["name"] },
  ],
  gcpsm: [
    { path: "auth.secretRef.secretAccessKeySecretRef" },
    { path: "auth.workloadIdentity.serviceAccountRef" },
  ],
  gitlab: [{ path: "auth.SecretRef.accessToken", strict: ["name", "key"] }],
  infisical: [
    { path: "auth.universalAuthCredentials.clientId" },
    { path: "auth.universalAuthCredentials.clientSecret" },
  ],
  ibm: [{ path: "auth.secretRef.secretApiKeySecretRef", strict: ["name", "key"] }],
  keepersecurity: [{ path: "authRef", strict: [] }],
  kubernetes: [
    { path: "auth.cert.clientCert", strict: ["name", "key"] },
    { path: "auth.token.bearerToken", strict: ["name", "key"] },
    { path: "auth.serviceAccount" },
  ],
  onepassword: [{ path: "auth.secretRef.connectTokenSecretRef", strict: ["name", "key"] }],
  onepasswordSDK: [{ path: "auth.serviceAccountSecretRef", strict: ["name", "key"] }],
  openBao: [
    { path: "auth.appRole.roleRef" },
    { path: "auth.appRole.secretRef" },
    { path: "auth.tokenSecretRef" },
    { path: "auth.userPass.secretRef" },
  ],
  oracle: [
    { path: "auth.secretRef.privatekey", strict: ["name", "key"] },
    { path: "auth.secretRef.fingerprint", strict: ["name", "key"] },
  ],
  scaleway: [{ path: "accessKey.secretRef" }, { path: "secretKey.secretRef" }],
  vault: [
    { path: "auth.appRole.secretRef" },
    { path: "auth.appRole.roleRef", unless: "auth.appRole.roleId" },
    { path: "auth.cert.clientCert" },
    { path: "auth.cert.secretRef" },
    { path: "auth.jwt.secretRef" },
    { path: "auth.jwt.kubernetesServiceAccountToken.serviceAccountRef", unless: "auth.jwt.secretRef" },
    { path: "auth.kubernetes.serviceAccountRef" },
    { path: "auth.kubernetes.secretRef" },
    { path: "auth.ldap.secretRef" },
    { path: "auth.userPass.secretRef" },
    { path: "auth.tokenSecretRef" },
    ...AWS_AUTH.map((path) => ({ path: `auth.iam.${path}` })),
    { path: "tls.certSecretRef" },
    { path: "tls.keySecretRef" },
  ],
};

/**
 * A SecretStore refers to its own namespace only (ESO: ValidateReferentSecretSelector,
 * ValidateReferentServiceAccountSelector). A ClusterSecretStore may name any namespace, or none unless the provider
 * demands one (ESO: ValidateSecretSelector).
 */
export function checkSelectors(
  store: GenericStore,
  lookupNamespace: string | undefined,
  report: StoreReport,
): void {
  const isCluster = store.kind === "ClusterSecretStore";
  const own = store.metadata.namespace ?? lookupNamespace;
  for (const [provider, settings] of Object.entries(store.spec.provider)) {
    const within: StoreReport = (path, message, hint) =>
      report(["provider", provider, ...path], message, hint);
    for (const selector of SELECTORS[provider] ?? []) {
      if (selector.unless !== undefined && isSet(memberAt(settings, selector.unless.split(".")))) continue;
      if (selector.strict !== undefined) checkStrictly(settings, selector, isCluster, within);
      if (!isCluster && own !== undefined) checkNamespace(settings, selector, own, within);
    }
  }
}

function checkStrictly(
  settings: unknown,
  { path, strict = [] }: Selector,
  isCluster: boolean,
  report: StoreReport,
): void {
  const names = path.split(".");
  if (memberAt(settings, names.slice(0, -1)) === undefined) return;
  for (const name of strict) {
    if (isSet(memberAt(settings, [...names, name]))) continue;
    report([...names, name], `Cannot refer to something without its ${name}`, `Set ${path}.${name}`);
  }
  if (!isCluster || memberAt(settings, [...names, "namespace"]) !== undefined) return;
  const message =
    "Cannot leave out the namespace in a ClusterSecretStore: this provider does not look in others";
  report([...names, "namespace"], message, `Set ${path}.namespace, or use a SecretStore`);
}

function checkNamespace(settings: unknown, { path }: Selector, own: string, report: StoreReport): void {
  const names = [...path.split("."), "namespace"];
  const namespace = memberAt(settings, names);
  if (namespace === undefined || namespace === own) return;
  report(
    names,
    `Cannot refer to another namespace from a SecretStore: it may only refer to its own, "${own}"`,
    "Remove the namespace, or use a ClusterSecretStore",
  );
}

/** Whether a field holds more than an empty text. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== "";
}
