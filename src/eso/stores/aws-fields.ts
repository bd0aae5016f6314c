import { secretKeySelector, serviceAccountSelector } from "../selector-fields.ts";
import { texts } from "../text-fields.ts";
import type { ObjectField, TextField, Version } from "../field.ts";
import { bool, defaulted, integer, list, map, membersIf, object, oneOf, required, text } from "../field.ts";

/** Tags that ESO sets itself. */
const RESERVED_TAGS = ["esoNamespace", "esoStoreName", "esoStoreKind"];

/** ESO: AWSProvider. */
export function awsProvider(version: Version): ObjectField {
  const tagKey: TextField = version === "v1" ? text() : { ...text(), nullable: true };
  return object(
    {
      service: required(
        oneOf("SecretsManager", "ParameterStore", ...(version === "v1" ? ["CertificateManager"] : [])),
      ),
      region: required(text()),
      auth: awsAuth,
      role: text(),
      additionalRoles: list(text()),
      externalID: text(),
      sessionTags: list(object({ key: required(text()), value: required(text()) })),
      transitiveTagKeys: list(tagKey),
      ...membersIf(version === "v1", {
        sessionTagsPolicy: defaulted(oneOf("None", "Simple", "Custom"), "None"),
        customSessionTags: map(texts.values, { reserved: RESERVED_TAGS }),
      }),
      secretsManager: object({ forceDeleteWithoutRecovery: bool(), recoveryWindowInDays: integer() }),
      prefix: text(),
    },
    { hints: { roleArn: "It is called role", roleARN: "It is called role" } },
  );
}

/** The members of AWSAuth, which Vault's IAM login has too. */
export const awsAuthMembers = {
  secretRef: object({
    accessKeyIDSecretRef: secretKeySelector,
    secretAccessKeySecretRef: secretKeySelector,
    sessionTokenSecretRef: secretKeySelector,
  }),
  jwt: object({ serviceAccountRef: serviceAccountSelector }),
};

/** ESO: AWSAuth. */
export const awsAuth = object(awsAuthMembers, {
  hints: { serviceAccountRef: "It belongs into jwt: auth: {jwt: {serviceAccountRef: {…}}}" },
});
