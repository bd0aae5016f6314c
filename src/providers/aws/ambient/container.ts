import type { ClientContext } from "../../../eso/client-context.ts";
import type { FieldPath } from "../../../ground/field-path.ts";
import { ProblemError } from "../../../ground/problem-error.ts";
import { withRetry } from "../../../net/retry.ts";
import { statusError } from "../../../net/status-error.ts";
import type { AwsIdentity } from "../sdk-config.ts";

/** Where ECS gives a task's credentials. */
const ECS = "http://169.254.170.2";

/** Reads a token file; `variable` named it. */
type ReadToken = (path: string, variable: string) => string;

/**
 * The identity that EKS Pod Identity or ECS gives a container, at the address in its environment and with the token
 * beside it. Undefined where there is none. Throws ProblemError.
 */
export async function containerIdentity(
  { environment, network }: Pick<ClientContext, "environment" | "network">,
  field: FieldPath,
  readToken: ReadToken,
): Promise<AwsIdentity | undefined> {
  const url = addressOf(environment);
  if (url === undefined) return undefined;
  const token = tokenOf(environment, readToken);
  const http = network.http({}, "metadata");
  const { status, body } = await withRetry(network, async () => {
    const response = await http.send({
      method: "GET",
      url,
      headers: { accept: "application/json", ...(token === undefined ? {} : { authorization: token }) },
    });
    const failure = statusError(response, url);
    if (failure !== undefined) throw failure;
    return response;
  });
  const identity = status === 200 ? identityOf(body) : undefined;
  if (identity !== undefined) return identity;
  throw new ProblemError(
    {
      code: "AUTH_FAILED",
      message: `Cannot get the AWS identity of this container: its credentials endpoint answers with status ${status}${status === 200 ? " and no credentials" : ""}`,
      hint: "Look at the Pod Identity association of the ServiceAccount, or at the task's role",
    },
    field,
  );
}

function addressOf(environment: ClientContext["environment"]): URL | undefined {
  const {
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: relative = "",
    AWS_CONTAINER_CREDENTIALS_FULL_URI: full = "",
  } = environment;
  if (relative !== "") return URL.parse(relative, ECS) ?? undefined;
  return full === "" ? undefined : (URL.parse(full) ?? undefined);
}

function tokenOf(environment: ClientContext["environment"], readToken: ReadToken): string | undefined {
  const file = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] ?? "";
  if (file !== "") return readToken(file, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
  return environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"];
}

/** The answer holds no secret of a store, so that the engine's own JSON reader serves. */
function identityOf(body: Uint8Array): AwsIdentity | undefined {
  const value = parsed(body);
  if (typeof value !== "object" || value === null) return undefined;
  const { AccessKeyId, SecretAccessKey, Token, Expiration } = value as Readonly<Record<string, unknown>>;
  if (typeof AccessKeyId !== "string" || typeof SecretAccessKey !== "string") return undefined;
  const expiration = typeof Expiration === "string" ? Date.parse(Expiration) : Number.NaN;
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(typeof Token === "string" ? { sessionToken: Token } : {}),
    ...(Number.isNaN(expiration) ? {} : { expiration: new Date(expiration) }),
  };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
