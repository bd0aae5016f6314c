import type { Version } from "./field.ts";

/** The only version of ESO's generators. */
export const GENERATORS_VERSION = "generators.external-secrets.io/v1alpha1";

/** Kind of a generator to the member of a ClusterGenerator's `spec.generator` that holds its spec. */
export const GENERATOR_SPECS = {
  ACRAccessToken: "acrAccessTokenSpec",
  BeyondtrustWorkloadCredentialsDynamicSecret: "beyondtrustWorkloadCredentialsDynamicSecretSpec",
  CloudsmithAccessToken: "cloudsmithAccessTokenSpec",
  ECRAuthorizationToken: "ecrAuthorizationTokenSpec",
  Fake: "fakeSpec",
  GCRAccessToken: "gcrAccessTokenSpec",
  GithubAccessToken: "githubAccessTokenSpec",
  GitlabDeployToken: "gitlabDeployTokenSpec",
  QuayAccessToken: "quayAccessTokenSpec",
  Password: "passwordSpec",
  SSHKey: "sshKeySpec",
  STSSessionToken: "stsSessionTokenSpec",
  UUID: "uuidSpec",
  VaultDynamicSecret: "vaultDynamicSecretSpec",
  Webhook: "webhookSpec",
  Grafana: "grafanaSpec",
  MFA: "mfaSpec",
} as const;

/** A generator's kind, ClusterGenerator apart. */
export type NamespacedGeneratorKind = keyof typeof GENERATOR_SPECS;

const SINCE_V1: readonly string[] = [
  "BeyondtrustWorkloadCredentialsDynamicSecret",
  "CloudsmithAccessToken",
  "GitlabDeployToken",
  "MFA",
];

/** The generators that `generatorRef.kind` may name, ClusterGenerator apart. */
export function generatorKinds(version: Version): string[] {
  const kinds = Object.keys(GENERATOR_SPECS);
  return version === "v1" ? kinds : kinds.filter((kind) => !SINCE_V1.includes(kind));
}

/** Whether `kind` is a generator's, ClusterGenerator apart. */
export function isGeneratorKind(kind: string): kind is NamespacedGeneratorKind {
  return Object.hasOwn(GENERATOR_SPECS, kind);
}

/** The member of a ClusterGenerator's `spec.generator` that holds the spec of this kind. */
export function specMemberOf(kind: string): string {
  return isGeneratorKind(kind) ? GENERATOR_SPECS[kind] : `${kind}Spec`;
}
