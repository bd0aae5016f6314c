import { ACCESS_TOKENS } from "./access-token-fields.ts";
import { secretKeySelector } from "./selector-fields.ts";
import { dataKey, objectName, texts } from "./text-fields.ts";
import type { Field, Members, ObjectField } from "./field.ts";
import { any, bool, integer, later, list, map, object, oneOf, required, text } from "./field.ts";
import type { NamespacedGeneratorKind } from "./generator-kinds.ts";
import { GENERATOR_SPECS, isGeneratorKind } from "./generator-kinds.ts";
import { metadata } from "./object-meta.ts";
import { retrySettings } from "./stores/retry-fields.ts";
import { vaultProvider } from "./stores/vault-fields.ts";
import { webhookMembers, webhookSecrets } from "./stores/webhook-fields.ts";

/** ESO: the generators' own SecretKeySelector, which has no namespace. */
const secretKey = object({ name: objectName, key: dataKey });

const SPECS: Readonly<Record<NamespacedGeneratorKind, Field>> = {
  ...ACCESS_TOKENS,
  BeyondtrustWorkloadCredentialsDynamicSecret: later(() => object({}, { open: true })),
  Fake: later(() => object({ controller: text(), data: texts })),
  GitlabDeployToken: later(() => object({}, { open: true })),
  Grafana: later(() =>
    object({
      url: required(text()),
      auth: required(
        object({
          token: secretKey,
          basic: object({ username: required(text()), password: required(secretKey) }),
        }),
      ),
      serviceAccount: required(
        object({ name: required(text()), role: required(text()), secondsToLive: integer() }),
      ),
    }),
  ),
  MFA: later(() =>
    object({
      secret: required(secretKeySelector),
      length: integer(),
      timePeriod: integer(),
      algorithm: text(),
      when: text(),
    }),
  ),
  Password: later(() =>
    object({
      length: integer(),
      digits: integer(),
      symbols: integer(),
      symbolCharacters: text(),
      noUpper: bool(),
      allowRepeat: bool(),
      secretKeys: list(text(), { minItems: 1 }),
      encoding: oneOf("base64", "base64url", "base32", "hex", "raw"),
    }),
  ),
  SSHKey: later(() =>
    object({
      keyType: oneOf("rsa", "ecdsa", "ed25519"),
      keySize: integer(256, 8192),
      comment: text(),
    }),
  ),
  UUID: later(() => object({})),
  VaultDynamicSecret: later(() =>
    object({
      controller: text(),
      method: text(),
      parameters: any(),
      getParameters: map(list(text())),
      resultType: oneOf("Data", "Auth", "Raw"),
      retrySettings,
      provider: required(vaultProvider("v1")),
      path: required(text()),
      allowEmptyResponse: bool(),
    }),
  ),
  Webhook: later(() => object({ ...webhookMembers, secrets: webhookSecrets(secretKey) })),
};

/** A generator of the given kind (`generators.external-secrets.io/v1alpha1`), from apiVersion to spec. */
export function generator(kind: NamespacedGeneratorKind | "ClusterGenerator"): ObjectField {
  return object({
    apiVersion: required(text()),
    kind: required(text()),
    metadata: required(metadata),
    spec: kind === "ClusterGenerator" ? clusterGeneratorSpec() : SPECS[kind],
  });
}

function clusterGeneratorSpec(): ObjectField {
  const specs: Record<string, Field> = {};
  for (const [kind, member] of Object.entries(GENERATOR_SPECS)) {
    if (isGeneratorKind(kind)) specs[member] = SPECS[kind];
  }
  const members: Members = specs;
  return object({
    kind: required(oneOf(...Object.keys(GENERATOR_SPECS).filter(isGeneratorKind))),
    generator: required(object(members, { minMembers: 1, maxMembers: 1 })),
  });
}
