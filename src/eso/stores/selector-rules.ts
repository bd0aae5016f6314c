import type { FieldPath } from "../../ground/field-path.ts";
import { memberAt } from "../json-object.ts";
import type { GenericStore } from "./store.ts";

/** Says that a problem was found at a path under the place that is looked at. */
export type StoreReport = (path: FieldPath, message: string, hint: string) => void;

/** A reference to a Secret or ServiceAccount; it is not looked at where `unless` is set. */
interface Selector {
  readonly path: string;
  readonly unless?: string;
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
  openBao: [
    { path: "auth.appRole.roleRef" },
    { path: "auth.appRole.secretRef" },
    { path: "auth.tokenSecretRef" },
    { path: "auth.userPass.secretRef" },
  ],
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
 * ValidateReferentServiceAccountSelector). A ClusterSecretStore may name any namespace, or none.
 */
export function checkSelectors(
  store: GenericStore,
  lookupNamespace: string | undefined,
  report: StoreReport,
): void {
  const own = store.metadata.namespace ?? lookupNamespace;
  if (store.kind === "ClusterSecretStore" || own === undefined) return;
  for (const [provider, settings] of Object.entries(store.spec.provider)) {
    for (const { path, unless } of SELECTORS[provider] ?? []) {
      if (unless !== undefined && isSet(memberAt(settings, unless.split(".")))) continue;
      const names = [...path.split("."), "namespace"];
      const namespace = memberAt(settings, names);
      if (namespace === undefined || namespace === own) continue;
      report(
        ["provider", provider, ...names],
        `Cannot refer to another namespace from a SecretStore: it may only refer to its own, "${own}"`,
        "Remove the namespace, or use a ClusterSecretStore",
      );
    }
  }
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== "";
}
