import type {
  BatchGetSecretValueCommandOutput,
  Filter,
  SecretValueEntry,
  Tag,
} from "@aws-sdk/client-secrets-manager";
import {
  BatchGetSecretValueCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";

import { bytesOfGoString, toGoString } from "../../../go/bytes.ts";
import { Sensitive } from "../../../ground/sensitive.ts";
import type { Page } from "../pages.ts";
import type { AwsValue } from "../select.ts";
import type { AwsConnection, AwsIdentity } from "../sdk-config.ts";
import { sdkConfig } from "../sdk-config.ts";

export interface SecretsManagerFilter {
  readonly key: "name" | "tag-key" | "tag-value";
  readonly value: string;
}

/** A secret with its value. */
export interface NamedSecret {
  readonly name: string;
  readonly arn: string;
  readonly value: AwsValue;
}

/** A secret of a batch that could not be read, and why. */
export interface BatchError {
  readonly secretId: string;
  readonly code: string;
}

export interface SecretPage extends Page {
  readonly secrets: readonly NamedSecret[];
  readonly errors: readonly BatchError[];
}

export interface NamePage extends Page {
  readonly names: readonly string[];
}

export interface SecretTags extends Page {
  readonly tags: ReadonlyMap<string, string>;
}

/** The operations of AWS Secrets Manager that reading needs, each one request. Throws what the SDK throws. */
export class SecretsManagerApi {
  readonly #client: SecretsManagerClient;

  constructor(connection: AwsConnection, credentials: () => Promise<AwsIdentity>) {
    this.#client = new SecretsManagerClient(sdkConfig(connection, "secretsManager", credentials));
  }

  /** `version`: empty for AWSCURRENT, `uuid/ID`, or the name of a stage. */
  async getSecretValue(id: string, version: string): Promise<NamedSecret & Page> {
    const output = await this.#client.send(
      new GetSecretValueCommand({ SecretId: id, ...versionOf(version) }),
    );
    return { ...namedSecret(output), requestId: output.$metadata.requestId };
  }

  async batchGet(ids: readonly string[], next: string | undefined): Promise<SecretPage> {
    return secretPage(
      await this.#client.send(new BatchGetSecretValueCommand({ SecretIdList: [...ids], NextToken: next })),
    );
  }

  async batchFind(filters: readonly SecretsManagerFilter[], next: string | undefined): Promise<SecretPage> {
    return secretPage(
      await this.#client.send(
        new BatchGetSecretValueCommand({ Filters: filters.map(filterOf), NextToken: next }),
      ),
    );
  }

  async list(filters: readonly SecretsManagerFilter[], next: string | undefined): Promise<NamePage> {
    const output = await this.#client.send(
      new ListSecretsCommand({
        ...(filters.length === 0 ? {} : { Filters: filters.map(filterOf) }),
        NextToken: next,
      }),
    );
    const names = (output.SecretList ?? []).flatMap(({ Name }) => Name ?? []);
    return { names, next: output.NextToken, requestId: output.$metadata.requestId };
  }

  async describe(id: string): Promise<SecretTags> {
    const output = await this.#client.send(new DescribeSecretCommand({ SecretId: id }));
    return { tags: tagsOf(output.Tags ?? []), requestId: output.$metadata.requestId };
  }
}

function versionOf(version: string): { VersionId: string } | { VersionStage: string } {
  const id = /^uuid\/(.*)$/s.exec(version)?.[1];
  if (id !== undefined) return { VersionId: id };
  return { VersionStage: version === "" ? "AWSCURRENT" : version };
}

function secretPage({
  SecretValues,
  Errors,
  NextToken,
  $metadata,
}: BatchGetSecretValueCommandOutput): SecretPage {
  return {
    secrets: (SecretValues ?? []).map(namedSecret),
    errors: (Errors ?? []).map(({ SecretId = "", ErrorCode = "" }) => ({
      secretId: SecretId,
      code: ErrorCode,
    })),
    next: NextToken,
    requestId: $metadata.requestId,
  };
}

function namedSecret({ Name = "", ARN = "", SecretString, SecretBinary }: SecretValueEntry): NamedSecret {
  const text =
    SecretString === undefined ? undefined : new Sensitive(bytesOfGoString(toGoString(SecretString)));
  return {
    name: Name,
    arn: ARN,
    value: { text, binary: SecretBinary instanceof Uint8Array ? new Sensitive(SecretBinary) : undefined },
  };
}

function filterOf({ key, value }: SecretsManagerFilter): Filter {
  return { Key: key, Values: [value] };
}

function tagsOf(tags: readonly Tag[]): Map<string, string> {
  return new Map(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}
