import type { ClientContext } from "../../eso/client-context.ts";
import type { VaultIamAuth } from "../../eso/stores/vault.ts";
import { encodeBase64 } from "../../go/base64.ts";
import { bytesOfGoString, toGoString } from "../../go/bytes.ts";
import { marshalJson } from "../../go/json-marshal.ts";
import type { FieldPath } from "../../ground/field-path.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import { Sensitive } from "../../ground/sensitive.ts";
import { visible } from "../../ground/visible.ts";
import { openChain } from "../aws/auth.ts";
import { regionOf } from "../aws/region.ts";
import type { AwsConnection, AwsCredentials } from "../aws/sdk-config.ts";
import type { Authentication } from "./login.ts";
import { cleanPath, pathProblem } from "./path.ts";

/** ESO's name of the session that a ServiceAccount's role is assumed with. */
const SESSION_NAME = "external-secrets-provider-vault";

/** Where Vault reads who is meant to take the proof. */
const SERVER_ID_HEADER = "x-vault-aws-iam-server-id";

/**
 * The login with an AWS identity: a signed request for GetCallerIdentity, which Vault sends to STS itself. The
 * identity is a ServiceAccount's, a Secret's or the process's own, and then that of `role` (ESO: setIamAuthToken). It
 * is signed anew for each login. Throws ProblemError.
 */
export function byIam(
  { path = "aws", region = "us-east-1", role = "", externalID, ...settings }: VaultIamAuth,
  field: FieldPath,
  context: ClientContext,
): Authentication {
  const { vaultRole, vaultAwsIamServerID = "", jwt, secretRef } = settings;
  const login = cleanPath(checkedPath(`auth/${path}/login`, field));
  const place = regionOf(region, {});
  if ("problem" in place) throw new ProblemError(place.problem, [...field, "region"]);
  const connection: AwsConnection = {
    region,
    environment: context.environment,
    http: context.network.http(),
  };
  const link = { role, externalId: externalID, tags: [], transitiveTagKeys: [], field: [...field, "role"] };
  const { credentials, digest } = openChain(context, connection, {
    auth: { ...(jwt === undefined ? {} : { jwt }), ...(secretRef === undefined ? {} : { secretRef }) },
    field,
    sessionName: SESSION_NAME,
    roles: role === "" ? [] : [link],
  });
  const headers: Readonly<Record<string, string>> =
    vaultAwsIamServerID === "" ? {} : { [SERVER_ID_HEADER]: vaultAwsIamServerID };
  return {
    name: `iam at ${visible(login)}`,
    field,
    digest: JSON.stringify([region, vaultRole, headers, digest]),
    login: { path: login, body: async () => signedBody(region, vaultRole, headers, credentials) },
  };
}

function checkedPath(path: string, field: FieldPath): string {
  const problem = pathProblem("its path", path);
  if (problem === undefined) return path;
  const { message, ...others } = problem;
  throw new ProblemError(
    { ...others, code: "CREDENTIAL_INVALID", message: `Cannot log in to Vault by iam: ${message}` },
    field,
  );
}

/** What Vault's aws method takes: the request in parts, each encoded. */
async function signedBody(
  region: string,
  role: string,
  headers: Readonly<Record<string, string>>,
  credentials: AwsCredentials,
): Promise<Sensitive> {
  const { signCallerIdentity } = await import("../aws/sts/client.ts");
  const signed = await signCallerIdentity(region, async () => credentials.get(), headers);
  const listed = Object.entries(signed.headers).map(([name, value]) => [name, [value]] as const);
  const body = {
    role,
    iam_http_request_method: signed.method,
    iam_request_url: encoded(signed.url),
    iam_request_body: encoded(signed.body),
    iam_request_headers: encoded(JSON.stringify(Object.fromEntries(listed))),
  };
  const members = Object.entries(body).map(([name, value]) => [name, toGoString(value)] as const);
  return new Sensitive(bytesOfGoString(marshalJson(new Map(members))));
}

function encoded(text: string): string {
  return encodeBase64(toGoString(text), "std");
}
