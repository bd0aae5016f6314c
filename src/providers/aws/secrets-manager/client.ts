import type {
  BatchGetSecretValueCommandOutput,
  Filter,
  SecretValueEntry,
} from "@aws-sdk/client-secrets-manager";
import {
  BatchGetSecretValueCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";

import { Sensitive } from "../../../ground/sensitive.ts";
import type { NamedValue } from "../named-value.ts";
import { textValue } from "../named-value.ts";
import type { NamePage, Page } from "../pages.ts";
import type { AwsConnection, AwsIdentity } from "../sdk-config.ts";
import { sdkConfig } from "../sdk-config.ts";
import type { TagPage } from "../tags.ts";
import { tagsOf } from "../tags.ts";

export interface SecretsManagerFilter {
  readonly key: "name" | "tag-key" | "tag-value";
  readonly value: string;
}

/** A secret of a batch that could not be read, and why. */
export interface BatchError {
  readonly secretId: string;
  readonly code: string;
}

export interface SecretPage extends Page {
  readonly secrets: readonly NamedValue[];
  readonly errors: readonly BatchError[];
}

/** The operations of AWS Secrets Manager that reading needs, each one request. Throws what the SDK throws. */
export class SecretsManagerApi {
  readonly #client: SecretsManagerClient;

  constructor(connection: AwsConnection, credentials: () => Promise<AwsIdentity>) {
    this.#client = new SecretsManagerClient(sdkConfig(connection, "secretsManager", credentials));
  }

  /** `version`: empty for AWSCURRENT, `uuid/ID`, or the name of a stage. */
  async getSecretValue(id: string, version: string): Promise<NamedValue & Page> {
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

  async describe(id: string): Promise<TagPage> {
    const output = await this.#client.send(new DescribeSecretCommand({ SecretId: id }));
    return { tags: tagsOf(output.Tags), requestId: output.$metadata.requestId };
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

function namedSecret({ Name = "", ARN = "", SecretString, SecretBinary }: SecretValueEntry): NamedValue {
  const binary = SecretBinary instanceof Uint8Array ? new Sensitive(SecretBinary) : undefined;
  return { name: Name, arn: ARN, value: { text: textValue(SecretString), binary } };
}

function filterOf({ key, value }: SecretsManagerFilter): Filter {
  return { Key: key, Values: [value] };
}
