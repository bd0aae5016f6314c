import type { Find } from "../../../eso/external-secret.ts";
import type { Answer, Authorize, ReadRequest } from "../../../eso/read-request.ts";
import type { SecretData } from "../../../ground/sensitive.ts";
import { visible } from "../../../ground/visible.ts";
import type { WorkBudget } from "../../../ground/work-budget.ts";
import { AwsFailure } from "../aws-error.ts";
import { readInBatches } from "../batched-reads.ts";
import type { AwsCaller } from "../caller.ts";
import { FindRefused, foundData, Hits } from "../found.ts";
import type { NamedValue } from "../named-value.ts";
import { allPages } from "../pages.ts";
import { ENDLESS, FIND_NEEDS_NAME_OR_TAGS, failureOf, refusalOf } from "../problems.ts";
import { AwsSecret } from "../select.ts";
import type { ParameterFilter, ParameterStoreApi } from "./client.ts";
import type { ParameterStoreReader } from "./reader.ts";

export interface FinderOptions {
  readonly api: ParameterStoreApi;
  readonly caller: AwsCaller;
  readonly reader: ParameterStoreReader;
  /** What reading a parameter of this name is. */
  readonly request: (name: string) => ReadRequest;
}

/** Searches AWS Parameter Store (ESO: GetAllSecrets). The store's prefix plays no part. */
export class ParameterStoreFinder {
  readonly #options: FinderOptions;

  constructor(options: FinderOptions) {
    this.#options = options;
  }

  /** With a name the tags do not count. */
  async find(find: Find, authorize: Authorize, budget?: WorkBudget): Promise<Answer<SecretData>> {
    const { name, tags = {} } = find;
    try {
      if (name === undefined && Object.keys(tags).length === 0)
        throw new FindRefused(FIND_NEEDS_NAME_OR_TAGS);
      const hits = new Hits(find, { authorize, request: this.#options.request, budget });
      return name === undefined ? await this.#byTags(find, hits) : await this.#byPath(find, hits);
    } catch (error) {
      if (error instanceof FindRefused) return error.answer;
      return { kind: "failed", problem: refusalOf(failureOf(error), FIND_ACTIONS) };
    }
  }

  async #byPath(find: Find, hits: Hits): Promise<Answer<SecretData>> {
    const path = find.path ?? "/";
    const parameters = await this.#parametersBelow(path);
    if (parameters === undefined) {
      return this.#described([{ key: "Path", option: "Recursive", value: path }], hits);
    }
    const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]));
    const found = hits.of([...byName.keys()]);
    return foundData(found.map(({ key }) => [key, new AwsSecret(byName.get(key)?.value ?? {}).found]));
  }

  /** Undefined where whole paths may not be read: the names may still be listed. */
  async #parametersBelow(path: string): Promise<readonly NamedValue[] | undefined> {
    const { api, caller } = this.#options;
    try {
      const pages = await allPages(ENDLESS, async (next) =>
        caller.call({ name: "GetParametersByPath", about: [], send: async () => api.getByPath(path, next) }),
      );
      return pages.flatMap((page) => page.parameters);
    } catch (error) {
      if (error instanceof AwsFailure && error.kind === "denied") return undefined;
      throw error;
    }
  }

  async #byTags({ tags = {}, path }: Find, hits: Hits): Promise<Answer<SecretData>> {
    const byTag = Object.entries(tags).map(([key, value]): ParameterFilter => ({
      key: `tag:${key}`,
      option: "Equals",
      value,
    }));
    const byPath: ParameterFilter[] =
      path === undefined ? [] : [{ key: "Path", option: "Recursive", value: path }];
    return this.#described([...byTag, ...byPath], hits);
  }

  async #described(filters: readonly ParameterFilter[], hits: Hits): Promise<Answer<SecretData>> {
    const { api, caller, reader } = this.#options;
    const pages = await allPages(ENDLESS, async (next) =>
      caller.call({ name: "DescribeParameters", about: [], send: async () => api.describe(filters, next) }),
    );
    const found = hits.of(pages.flatMap((page) => page.names));
    const answers = await readInBatches(reader, found);
    return foundData(
      [...answers].map(([{ key }, answer]) => {
        if (answer.kind === "value") return [key, answer.value.found];
        const message = `of parameter "${visible(key)}" ${answer.problem.message}`;
        throw new FindRefused({ ...answer.problem, message });
      }),
    );
  }
}

const FIND_ACTIONS =
  "ssm:GetParametersByPath on the path, or ssm:DescribeParameters on * and ssm:GetParameter on what is found";
