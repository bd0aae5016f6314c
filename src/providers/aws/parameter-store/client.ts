import type { Parameter, ParameterStringFilter } from "@aws-sdk/client-ssm";
import {
  DescribeParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  ListTagsForResourceCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";

import type { NamedValue } from "../named-value.ts";
import { textValue } from "../named-value.ts";
import type { NamePage, Page } from "../pages.ts";
import type { AwsConnection, AwsIdentity } from "../sdk-config.ts";
import { sdkConfig } from "../sdk-config.ts";
import type { TagPage } from "../tags.ts";
import { tagsOf } from "../tags.ts";

/** The most that DescribeParameters gives in one page. */
const PAGE = 50;

export interface ParameterFilter {
  readonly key: string;
  readonly option: "Equals" | "Recursive";
  readonly value: string;
}

export interface ParameterPage extends Page {
  readonly parameters: readonly NamedValue[];
}

/** The operations of AWS Parameter Store that reading needs, each one request. Throws what the SDK throws. */
export class ParameterStoreApi {
  readonly #client: SSMClient;

  constructor(connection: AwsConnection, credentials: () => Promise<AwsIdentity>) {
    this.#client = new SSMClient(sdkConfig(connection, "ssm", credentials));
  }

  /** `name` is a name, an ARN, or either with `:VERSION` or `:LABEL`. */
  async getParameter(name: string): Promise<NamedValue & Page> {
    const output = await this.#client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    return { ...namedParameter(output.Parameter ?? {}), requestId: output.$metadata.requestId };
  }

  async getParameters(names: readonly string[]): Promise<ParameterPage> {
    const output = await this.#client.send(
      new GetParametersCommand({ Names: [...names], WithDecryption: true }),
    );
    return {
      parameters: (output.Parameters ?? []).map(namedParameter),
      requestId: output.$metadata.requestId,
    };
  }

  async getByPath(path: string, next: string | undefined): Promise<ParameterPage> {
    const output = await this.#client.send(
      new GetParametersByPathCommand({ Path: path, Recursive: true, WithDecryption: true, NextToken: next }),
    );
    const parameters = (output.Parameters ?? []).map(namedParameter);
    return { parameters, next: output.NextToken, requestId: output.$metadata.requestId };
  }

  async describe(filters: readonly ParameterFilter[], next: string | undefined): Promise<NamePage> {
    const output = await this.#client.send(
      new DescribeParametersCommand({
        ParameterFilters: filters.map(filterOf),
        MaxResults: PAGE,
        NextToken: next,
      }),
    );
    const names = (output.Parameters ?? []).flatMap(({ Name }) => Name ?? []);
    return { names, next: output.NextToken, requestId: output.$metadata.requestId };
  }

  async listTags(name: string): Promise<TagPage> {
    const output = await this.#client.send(
      new ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId: name }),
    );
    return { tags: tagsOf(output.TagList), requestId: output.$metadata.requestId };
  }
}

function namedParameter({ Name = "", ARN = "", Value }: Parameter): NamedValue {
  return { name: Name, arn: ARN, value: { text: textValue(Value) } };
}

function filterOf({ key, option, value }: ParameterFilter): ParameterStringFilter {
  return { Key: key, Option: option, Values: [value] };
}
