import type { AwsAuth } from "./aws.ts";
import type { CaProvider, SecretKeySelector, ServiceAccountSelector } from "./selectors.ts";

/** `spec.provider.vault` (ESO: secretstore_vault_types.go), after defaulting. */
export interface VaultProvider {
  readonly server: string;
  /** The KV mount, which may hold slashes. */
  readonly path?: string;
  readonly version: "v1" | "v2";
  readonly namespace?: string;
  /** Absent: no login. */
  readonly auth?: VaultAuth;
  /** PEM, in base64. */
  readonly caBundle?: string;
  readonly caProvider?: CaProvider;
  readonly tls?: {
    readonly certSecretRef?: SecretKeySelector;
    readonly keySecretRef?: SecretKeySelector;
  };
  readonly readYourWrites?: boolean;
  readonly forwardInconsistent?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly checkAndSet?: { readonly required?: boolean };
}

/** The first method wins, in the order of ESO: tokenSecretRef, appRole, kubernetes, ldap, userPass, jwt, cert, iam, gcp. */
export interface VaultAuth {
  /** The namespace of the login, where it is not the store's. */
  readonly namespace?: string;
  readonly tokenSecretRef?: SecretKeySelector;
  readonly appRole?: VaultAppRole;
  readonly kubernetes?: VaultKubernetesAuth;
  readonly ldap?: VaultPasswordAuth;
  readonly userPass?: VaultPasswordAuth;
  readonly jwt?: VaultJwtAuth;
  readonly cert?: VaultCertAuth;
  readonly iam?: VaultIamAuth;
  readonly gcp?: VaultGcpAuth;
}

export interface VaultAppRole {
  readonly path: string;
  readonly roleId?: string;
  readonly roleRef?: SecretKeySelector;
  readonly secretRef: SecretKeySelector;
}

export interface VaultKubernetesAuth {
  readonly mountPath: string;
  readonly role: string;
  readonly serviceAccountRef?: ServiceAccountSelector;
  readonly secretRef?: SecretKeySelector;
}

/** ldap and userPass. */
export interface VaultPasswordAuth {
  readonly path: string;
  readonly username: string;
  /** Of the password. */
  readonly secretRef?: SecretKeySelector;
}

export interface VaultJwtAuth {
  readonly path: string;
  readonly role?: string;
  readonly secretRef?: SecretKeySelector;
  readonly kubernetesServiceAccountToken?: {
    readonly serviceAccountRef: ServiceAccountSelector;
    readonly audiences?: readonly string[];
    readonly expirationSeconds?: number;
  };
}

export interface VaultCertAuth {
  /** Absent in v1beta1, which is `cert`. */
  readonly path?: string;
  readonly vaultRole?: string;
  readonly clientCert?: SecretKeySelector;
  /** Of the private key. */
  readonly secretRef?: SecretKeySelector;
}

export interface VaultIamAuth extends AwsAuth {
  readonly path?: string;
  readonly region?: string;
  /** The AWS role that is assumed before the login. */
  readonly role?: string;
  readonly vaultRole: string;
  readonly externalID?: string;
  readonly vaultAwsIamServerID?: string;
}

export interface VaultGcpAuth {
  readonly path: string;
  readonly role: string;
  readonly projectID?: string;
  readonly location?: string;
  readonly secretRef?: { readonly secretAccessKeySecretRef?: SecretKeySelector };
  readonly workloadIdentity?: {
    readonly serviceAccountRef: ServiceAccountSelector;
    readonly clusterLocation?: string;
    readonly clusterName?: string;
    readonly clusterProjectID?: string;
  };
  readonly serviceAccountRef?: ServiceAccountSelector;
}
