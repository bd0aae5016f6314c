import { createHmac, randomBytes } from "node:crypto";

import type { ClientContext } from "../../eso/client-context.ts";
import type { AwsAuth, AwsAuthSecretRef, AwsProvider } from "../../eso/stores/aws.ts";
import type { SecretKeySelector, ServiceAccountSelector } from "../../eso/stores/selectors.ts";
import { printStore } from "../../eso/stores/store-name.ts";
import { fromGoString, goStringOfBytes } from "../../go/bytes.ts";
import type { FieldPath } from "../../ground/field-path.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import type { Sensitive } from "../../ground/sensitive.ts";
import { visible } from "../../ground/visible.ts";
import type { CredentialSource } from "./cached-credentials.ts";
import { CachedCredentials } from "./cached-credentials.ts";
import { assumeRole, assumeRoleWithWebIdentity } from "./role.ts";
import type { AwsConnection, AwsCredentials, AwsIdentity } from "./sdk-config.ts";
import { sessionTagsOf } from "./session-tags.ts";

/** Credentials, and what tells them from others as a keyed digest. */
export interface OpenedCredentials {
  readonly credentials: AwsCredentials;
  readonly digest: string;
}

/** What is needed of a store to know who asks. */
export type AuthContext = Pick<
  ClientContext,
  "credentials" | "mayUseAmbient" | "environment" | "network" | "record" | "namespace" | "store"
>;

/** Who asks, in the terms of ESO's stores and of Vault's IAM login. */
export interface AuthSettings {
  readonly auth: AwsAuth | undefined;
  /** Where `auth` stands in the store. */
  readonly field: FieldPath;
  /** Of the session that a ServiceAccount's role is assumed with. */
  readonly sessionName: string;
  /** Roles that are assumed one after the other. */
  readonly roles: readonly RoleLink[];
}

/** A role of the chain. */
export interface RoleLink extends Omit<
  Parameters<typeof assumeRole>[0],
  "source" | "context" | "connection"
> {}

const SESSION_NAME = "external-secrets-provider-aws";

/** Keys digests of credentials, for this process only. */
const DIGEST_KEY = randomBytes(32);

/**
 * The credentials of a store (ESO: auth.New): a ServiceAccount's, else those of a Secret, else the process's own
 * where they may be used; then its roles, additionalRoles first. Nothing is asked yet. Throws ProblemError.
 */
export function openCredentials(
  context: AuthContext,
  provider: AwsProvider,
  connection: AwsConnection,
): OpenedCredentials {
  const { additionalRoles = [], role = "", externalID, transitiveTagKeys = [] } = provider;
  const tags = sessionTagsOf(provider, context.store, context.namespace);
  const base = { externalId: undefined, tags: [], transitiveTagKeys: [] };
  const links = additionalRoles.map((arn, index) => ({
    ...base,
    role: arn,
    field: [...AWS, "additionalRoles", index],
  }));
  const last = { role, externalId: externalID, tags, transitiveTagKeys, field: [...AWS, "role"] };
  return openChain(context, connection, {
    auth: provider.auth,
    field: [...AWS, "auth"],
    sessionName: SESSION_NAME,
    roles: role === "" ? links : [...links, last],
  });
}

const AWS = ["spec", "provider", "aws"];

/** As `openCredentials`, for any place of a store in which AWS's auth stands. */
export function openChain(
  context: AuthContext,
  connection: AwsConnection,
  settings: AuthSettings,
): OpenedCredentials {
  const now = (): number => context.network.clock.wall();
  const source = sourceOf(context, connection, settings);
  let credentials = new CachedCredentials(source, now);
  for (const link of settings.roles) {
    credentials = new CachedCredentials(
      assumeRole({ ...link, source: credentials, context, connection }),
      now,
    );
  }
  const chain = settings.roles.map(({ role, externalId, tags, transitiveTagKeys }) => [
    role,
    externalId,
    tags,
    transitiveTagKeys,
  ]);
  return { credentials, digest: digestOf([source.parts, chain]) };
}

function digestOf(parts: unknown): string {
  return createHmac("sha256", DIGEST_KEY).update(JSON.stringify(parts)).digest("base64url");
}

/** A ServiceAccount wins over a Secret; its place may be taken by the process's own identity. */
function sourceOf(
  context: AuthContext,
  connection: AwsConnection,
  { auth = {}, field, sessionName }: AuthSettings,
): CredentialSource {
  const { jwt, secretRef } = auth;
  if (jwt !== undefined) {
    try {
      return serviceAccount(
        context,
        connection,
        jwt.serviceAccountRef,
        [...field, "jwt", "serviceAccountRef"],
        sessionName,
      );
    } catch (error) {
      if (!context.mayUseAmbient || !(error instanceof ProblemError)) throw error;
      return inPlaceOf(error, ambient(context, connection, field));
    }
  }
  if (secretRef !== undefined) return secret(context, secretRef, [...field, "secretRef"]);
  if (context.mayUseAmbient) return ambient(context, connection, field);
  throw new ProblemError(
    {
      code: "CREDENTIALS_MISSING",
      message: `Cannot log in to AWS for ${printStore(context.store)}: it has no auth, and may not use the identity of this process`,
      hint: "Set auth.secretRef or auth.jwt in the store; to use your own AWS profile pass --ambient, or put the store into the directory of --stores",
    },
    field,
  );
}

/** ESO looks for the secret key first. */
function secret(
  { credentials, store }: AuthContext,
  ref: AwsAuthSecretRef,
  field: FieldPath,
): CredentialSource {
  const read = (member: keyof AwsAuthSecretRef, selector: SecretKeySelector | undefined): string =>
    checked(credentials.secretKey(selector ?? {}, [...field, member]), member, [...field, member]);
  const secretAccessKey = read("secretAccessKeySecretRef", ref.secretAccessKeySecretRef);
  const accessKeyId = read("accessKeyIDSecretRef", ref.accessKeyIDSecretRef);
  const sessionToken =
    ref.sessionTokenSecretRef === undefined
      ? undefined
      : read("sessionTokenSecretRef", ref.sessionTokenSecretRef);
  const description = `the access key of ${printStore(store)}`;
  return {
    name: "access key",
    description,
    hint: /\s$/.test(secretAccessKey)
      ? "The secret access key ends with white space, probably a line feed: remove it from the Secret"
      : "Correct the Secret that auth.secretRef refers to; temporary keys need sessionTokenSecretRef too",
    field,
    parts: ["secretRef", accessKeyId, secretAccessKey, sessionToken ?? ""],
    isRenewable: false,
    acquire: async () =>
      Promise.resolve({
        accessKeyId,
        secretAccessKey,
        ...(sessionToken === undefined ? {} : { sessionToken }),
      }),
  };
}

/** Go sends whatever can stand in a header; the secret key is only signed with. */
function checked(value: Sensitive, member: keyof AwsAuthSecretRef, field: FieldPath): string {
  const text = fromGoString(goStringOfBytes(value.reveal()));
  const isBad = text === "" || (member !== "secretAccessKeySecretRef" && /[^\u0020-\u007e]/.test(text));
  if (!isBad) return text;
  throw new ProblemError(
    {
      code: "CREDENTIAL_INVALID",
      message: `Cannot use the value that ${member} refers to: it ${text === "" ? "is empty" : "has a line feed, or another character that no key has"}`,
      hint: "Correct the Secret; echo adds a line feed, printf does not",
    },
    field,
  );
}

function serviceAccount(
  context: AuthContext,
  connection: AwsConnection,
  ref: ServiceAccountSelector | undefined,
  field: FieldPath,
  sessionName: string,
): CredentialSource {
  if (ref === undefined) throw new ProblemError(NO_SERVICE_ACCOUNT, field);
  const { name, namespace, annotations } = context.credentials.serviceAccount(ref, field);
  const role = annotations.get("eks.amazonaws.com/role-arn") ?? "";
  if (role === "") throw noRole(name, namespace, field);
  const audience = annotations.get("eks.amazonaws.com/audience") ?? "";
  const audiences = [audience === "" ? "sts.amazonaws.com" : audience, ...(ref.audiences ?? [])];
  const token = (): string =>
    fromGoString(goStringOfBytes(context.credentials.serviceAccountToken(ref, audiences, field).reveal()));
  const description = `ServiceAccount "${visible(namespace)}/${visible(name)}"`;
  return assumeRoleWithWebIdentity({ role, sessionName, token, description, field, context, connection });
}

const NO_SERVICE_ACCOUNT = {
  code: "ADMISSION_REFUSED",
  message: "Cannot log in to AWS with auth.jwt: it names no ServiceAccount",
  hint: "Set auth.jwt.serviceAccountRef",
} as const;

function noRole(name: string, namespace: string, field: FieldPath): ProblemError {
  return new ProblemError(
    {
      code: "CREDENTIAL_NOT_FOUND",
      message: `Cannot log in to AWS as ServiceAccount "${visible(name)}" of namespace "${visible(namespace)}": no IAM role is known for it`,
      hint: "Add the ServiceAccount to the input or to --stores, with the annotation eks.amazonaws.com/role-arn, and its token to --credentials; or use your own AWS profile with --ambient",
    },
    field,
  );
}

/** Where the identity that stands in for the store's own login is none either, both are told. */
function inPlaceOf({ problem: own }: ProblemError, source: CredentialSource): CredentialSource {
  const acquire = async (): Promise<AwsIdentity> => {
    try {
      return await source.acquire();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const { problem, field } = error;
      throw new ProblemError({ ...problem, hint: `${own.message}. ${problem.hint ?? ""}` }, field);
    }
  };
  return { ...source, acquire };
}

/** The process's own identity is loaded when it is needed: it may be a profile, a login, or the cloud's metadata. */
function ambient(context: AuthContext, connection: AwsConnection, field: FieldPath): CredentialSource {
  return {
    name: "own identity",
    description: "the AWS identity of this process",
    hint: "Log in again (aws sso login, or new keys in the environment), and look at AWS_PROFILE",
    field,
    parts: ["ambient"],
    isRenewable: true,
    acquire: async () => (await import("./ambient/auth.ts")).ambientIdentity(context, connection, field),
  };
}
