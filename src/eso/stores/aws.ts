import type { SecretKeySelector, ServiceAccountSelector } from "./selectors.ts";

/** `spec.provider.aws` (ESO: secretstore_aws_types.go), after defaulting. */
export interface AwsProvider {
  readonly service: "SecretsManager" | "ParameterStore" | "CertificateManager";
  /** May be empty: AWS_REGION decides then. */
  readonly region: string;
  readonly auth?: AwsAuth;
  /** ARN of the role that is assumed last. */
  readonly role?: string;
  /** ARNs of roles that are assumed one after the other before `role`. */
  readonly additionalRoles?: readonly string[];
  readonly externalID?: string;
  readonly sessionTags?: readonly AwsTag[];
  readonly transitiveTagKeys?: readonly string[];
  /** Absent in v1beta1, which is None. */
  readonly sessionTagsPolicy?: "None" | "Simple" | "Custom";
  readonly customSessionTags?: Readonly<Record<string, string>>;
  readonly secretsManager?: AwsSecretsManager;
  /** Stands before each remoteRef.key, without a separator. */
  readonly prefix?: string;
}

/** No member: the caller's own identity. */
export interface AwsAuth {
  readonly secretRef?: AwsAuthSecretRef;
  readonly jwt?: { readonly serviceAccountRef?: ServiceAccountSelector };
}

export interface AwsAuthSecretRef {
  readonly accessKeyIDSecretRef?: SecretKeySelector;
  readonly secretAccessKeySecretRef?: SecretKeySelector;
  readonly sessionTokenSecretRef?: SecretKeySelector;
}

export interface AwsTag {
  readonly key: string;
  readonly value: string;
}

/** Has no effect on reading. */
export interface AwsSecretsManager {
  readonly forceDeleteWithoutRecovery?: boolean;
  readonly recoveryWindowInDays?: number;
}
