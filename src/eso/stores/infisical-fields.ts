import { caProvider, secretKeySelector } from "../selector-fields.ts";
import { bytes } from "../text-fields.ts";
import type { Field, ObjectField } from "../field.ts";
import { bool, object, required, text } from "../field.ts";

/** ESO: InfisicalProviderSecretRef. */
const identityId = required(
  object({ ...secretKeySelector.members, value: text(), secretRef: secretKeySelector }),
);

/** A login: what it must refer to, and what it may. */
function login(must: readonly string[], may: readonly string[] = []): ObjectField {
  const members: Record<string, Field> = {};
  for (const name of must) members[name] = name === "identityId" ? identityId : required(secretKeySelector);
  for (const name of may) members[name] = secretKeySelector;
  return object(members);
}

function authOf(): ObjectField {
  return object({
    universalAuthCredentials: login(["clientId", "clientSecret"]),
    azureAuthCredentials: login(["identityId"], ["resource"]),
    gcpIdTokenAuthCredentials: login(["identityId"]),
    gcpIamAuthCredentials: login(["identityId", "serviceAccountKeyFilePath"]),
    jwtAuthCredentials: login(["identityId", "jwt"]),
    ldapAuthCredentials: login(["identityId", "ldapPassword", "ldapUsername"]),
    ociAuthCredentials: login(
      ["identityId", "privateKey", "fingerprint", "userId", "tenancyId", "region"],
      ["privateKeyPassphrase"],
    ),
    kubernetesAuthCredentials: login(["identityId"], ["serviceAccountTokenPath"]),
    awsAuthCredentials: login(["identityId"]),
    tokenAuthCredentials: login(["accessToken"]),
  });
}

/** ESO: InfisicalProvider. */
export function infisicalProvider(): ObjectField {
  return object({
    auth: required(authOf()),
    secretsScope: required(
      object({
        secretsPath: text(),
        recursive: bool(),
        environmentSlug: required(text()),
        projectSlug: required(text()),
        expandSecretReferences: bool(),
      }),
    ),
    hostAPI: text(),
    caBundle: bytes,
    caProvider,
  });
}
