import { readFileSync } from "node:fs";

import type { ClientContext } from "../../../eso/client-context.ts";
import type { FieldPath } from "../../../ground/field-path.ts";
import { ProblemError } from "../../../ground/problem-error.ts";
import { visible } from "../../../ground/visible.ts";
import { assumeRoleWithWebIdentity } from "../role.ts";
import type { AwsConnection, AwsIdentity } from "../sdk-config.ts";
import { SdkRequestHandler } from "../sdk-config.ts";
import { containerIdentity } from "./container.ts";

type AmbientContext = Pick<ClientContext, "environment" | "network" | "record">;

/**
 * The identity of this process, in the order of the AWS SDK for Go: a profile that is named, keys of the
 * environment, a projected token (IRSA), the container's own identity (Pod Identity, ECS); then, by the SDK's own
 * chain, the default profile with its logins, and the machine's. Throws ProblemError.
 */
export async function ambientIdentity(
  context: AmbientContext,
  connection: AwsConnection,
  field: FieldPath,
): Promise<AwsIdentity> {
  const { environment } = context;
  if (isSet(environment["AWS_PROFILE"])) return sdkChain(context, connection, field);
  const keys = environmentKeys(environment);
  if (keys !== undefined) return keys;
  const { AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ROLE_ARN: role } = environment;
  if (isSet(file) && isSet(role)) {
    const sessionName = environment["AWS_ROLE_SESSION_NAME"] ?? "presecret";
    const token = (): string => readToken(file, "AWS_WEB_IDENTITY_TOKEN_FILE", field);
    const description = "this process (AWS_WEB_IDENTITY_TOKEN_FILE)";
    return assumeRoleWithWebIdentity({
      role,
      sessionName,
      token,
      description,
      field,
      context,
      connection,
    }).acquire();
  }
  const own = await containerIdentity(context, field, (path, name) => readToken(path, name, field));
  return own ?? sdkChain(context, connection, field);
}

function environmentKeys(environment: AmbientContext["environment"]): AwsIdentity | undefined {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = environment;
  if (!isSet(accessKeyId) || !isSet(secretAccessKey)) return undefined;
  return { accessKeyId, secretAccessKey, ...(isSet(sessionToken) ? { sessionToken } : {}) };
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}

function readToken(path: string, variable: string, field: FieldPath): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    throw new ProblemError(
      {
        code: "CREDENTIAL_NOT_FOUND",
        message: `Cannot read the token file "${visible(path)}" that ${variable} names`,
        hint: "Mount the token there, or unset the variable",
      },
      field,
    );
  }
}

async function sdkChain(
  { network }: AmbientContext,
  { region, http }: AwsConnection,
  field: FieldPath,
): Promise<AwsIdentity> {
  const { defaultProvider } = await import("@aws-sdk/credential-provider-node");
  const clientConfig = { region, requestHandler: new SdkRequestHandler(http) };
  const { promise: late, reject } = Promise.withResolvers<never>();
  const stop = (): void => {
    reject(noIdentity(field));
  };
  network.signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([defaultProvider({ clientConfig })(), late]);
  } catch (error) {
    throw error instanceof ProblemError ? error : noIdentity(field);
  } finally {
    network.signal.removeEventListener("abort", stop);
  }
}

function noIdentity(field: FieldPath): ProblemError {
  return new ProblemError(
    {
      code: "AUTH_FAILED",
      message: "Cannot find an AWS identity of this process: neither in the environment nor in a profile",
      hint: "Log in (aws sso login), choose a profile with AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    },
    field,
  );
}
