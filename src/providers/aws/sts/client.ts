import type { Credentials } from "@aws-sdk/client-sts";
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from "@aws-sdk/client-sts";

import type { AwsTag } from "../../../eso/stores/aws.ts";
import type { Problem } from "../../../ground/diagnostic.ts";
import { ProblemError } from "../../../ground/problem-error.ts";
import type { HttpClient, HttpRequest, HttpResponse } from "../../../net/network.ts";
import type { AwsConnection, AwsIdentity } from "../sdk-config.ts";
import { sdkConfig } from "../sdk-config.ts";

/** What ESO asks for: a session that outlives any run. */
const SESSION_SECONDS = 900;

export interface AssumeRole {
  readonly role: string;
  readonly externalId: string | undefined;
  readonly tags: readonly AwsTag[];
  readonly transitiveTagKeys: readonly string[];
}

export interface WebIdentity {
  readonly role: string;
  readonly sessionName: string;
  readonly token: string;
}

/** An identity, and the request that it came with. */
export interface Session {
  /** Undefined where the service gave none. */
  readonly identity: AwsIdentity | undefined;
  readonly requestId: string | undefined;
}

/** The operations of AWS STS that give an identity, each one request. Throws what the SDK throws. */
export class StsApi {
  readonly #client: STSClient;

  constructor(connection: AwsConnection, credentials: () => Promise<AwsIdentity>) {
    this.#client = new STSClient(sdkConfig(connection, "sts", credentials));
  }

  async assumeRole({ role, externalId, tags, transitiveTagKeys }: AssumeRole): Promise<Session> {
    const output = await this.#client.send(
      new AssumeRoleCommand({
        RoleArn: role,
        RoleSessionName: "presecret",
        DurationSeconds: SESSION_SECONDS,
        ...(externalId === undefined || externalId === "" ? {} : { ExternalId: externalId }),
        ...(tags.length === 0 ? {} : { Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })) }),
        ...(transitiveTagKeys.length === 0 ? {} : { TransitiveTagKeys: [...transitiveTagKeys] }),
      }),
    );
    return { identity: identityOf(output.Credentials), requestId: output.$metadata.requestId };
  }

  async assumeRoleWithWebIdentity({ role, sessionName, token }: WebIdentity): Promise<Session> {
    const output = await this.#client.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: role,
        RoleSessionName: sessionName,
        WebIdentityToken: token,
      }),
    );
    return { identity: identityOf(output.Credentials), requestId: output.$metadata.requestId };
  }
}

/** A signed request that somebody else sends. */
export interface SignedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Signs a request for GetCallerIdentity, with `headers` of whoever is to send it. Nothing is sent: of us-east-1 it is
 * for the endpoint without a region, as Vault's own clients have it.
 */
export async function signCallerIdentity(
  region: string,
  credentials: () => Promise<AwsIdentity>,
  headers: Readonly<Record<string, string>>,
): Promise<SignedRequest> {
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  const url = region === "us-east-1" ? `https://sts.${domain}/` : `https://sts.${region}.${domain}/`;
  const captured = new CapturedRequest();
  const connection = { region, environment: { AWS_STS_ENDPOINT: url }, http: captured };
  const client = new STSClient(sdkConfig(connection, "sts", credentials));
  client.middlewareStack.add(
    (next) => async (args) => {
      const { request } = args as { readonly request: { readonly headers: Record<string, string> } };
      Object.assign(request.headers, headers);
      return next(args);
    },
    { step: "build" },
  );
  await captured.during(async () => client.send(new GetCallerIdentityCommand({})));
  const { method, headers: signed, body } = captured.request;
  return {
    method,
    url,
    headers: { host: new URL(url).host, ...signed },
    body: new TextDecoder().decode(body),
  };
}

/** Takes a request in place of the network. */
class CapturedRequest implements HttpClient {
  #request: HttpRequest | undefined;

  get request(): HttpRequest {
    if (this.#request === undefined) throw new TypeError("Nothing was signed");
    return this.#request;
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    this.#request = request;
    return Promise.reject(new ProblemError(NOT_SENT));
  }

  /** Runs what sends, and takes the failure that `send` means for success. */
  async during(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem !== NOT_SENT) throw error;
    }
  }
}

const NOT_SENT: Problem = { code: "INTERNAL", message: "A request that was only to be signed was sent" };

function identityOf(credentials: Credentials | undefined): AwsIdentity | undefined {
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken, Expiration } = credentials ?? {};
  if (AccessKeyId === "" || SecretAccessKey === "") return undefined;
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(SessionToken === undefined ? {} : { sessionToken: SessionToken }),
    ...(Expiration === undefined ? {} : { expiration: Expiration }),
  };
}
