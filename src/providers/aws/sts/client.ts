import type { Credentials } from "@aws-sdk/client-sts";
import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";

import type { AwsTag } from "../../../eso/stores/aws.ts";
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
