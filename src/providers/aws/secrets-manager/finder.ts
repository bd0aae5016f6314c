import type { Find } from "../../../eso/external-secret.ts";
import type { Answer, Authorize, Note, ReadRequest } from "../../../eso/read-request.ts";
import type { Problem } from "../../../ground/diagnostic.ts";
import { LIMITS } from "../../../ground/limits.ts";
import type { SecretData, Sensitive } from "../../../ground/sensitive.ts";
import { visible } from "../../../ground/visible.ts";
import type { WorkBudget } from "../../../ground/work-budget.ts";
import { readInBatches } from "../batched-reads.ts";
import type { AwsCaller } from "../caller.ts";
import { FindRefused, foundData, Hits } from "../found.ts";
import { allPages } from "../pages.ts";
import { ENDLESS, FIND_NEEDS_NAME_OR_TAGS, failureOf, refusalOf } from "../problems.ts";
import { AwsSecret } from "../select.ts";
import type { BatchError, SecretPage, SecretsManagerApi, SecretsManagerFilter } from "./client.ts";
import type { SecretsManagerReader } from "./reader.ts";
import { answerOf } from "./reader.ts";

export interface FinderOptions {
  readonly api: SecretsManagerApi;
  readonly caller: AwsCaller;
  readonly reader: SecretsManagerReader;
  /** The store's prefix. */
  readonly prefix: string;
  /** What reading a secret of this name is. */
  readonly request: (name: string) => ReadRequest;
}

/** Searches AWS Secrets Manager (ESO: GetAllSecrets). */
export class SecretsManagerFinder {
  readonly notes: Note[] = [];
  readonly #options: FinderOptions;

  constructor(options: FinderOptions) {
    this.#options = options;
  }

  /** By name alone a list is searched and each hit is read; a path or tags alone are AWS's own to search. */
  async find(find: Find, authorize: Authorize, budget?: WorkBudget): Promise<Answer<SecretData>> {
    const { name, path } = find;
    try {
      if (name === undefined && filtersOf(find.tags).length === 0)
        throw new FindRefused(FIND_NEEDS_NAME_OR_TAGS);
      const hits = new Hits(find, { authorize, request: this.#options.request, budget });
      return name !== undefined && path === undefined
        ? await this.#byName(find, hits)
        : await this.#byFilters(find, hits);
    } catch (error) {
      if (error instanceof FindRefused) return error.answer;
      return { kind: "failed", problem: refusalOf(failureOf(error), FIND_ACTIONS) };
    }
  }

  async #byFilters({ tags, path }: Find, hits: Hits): Promise<Answer<SecretData>> {
    const { api, caller } = this.#options;
    const name: SecretsManagerFilter[] = path === undefined ? [] : [{ key: "name", value: path }];
    const filters = [...filtersOf(tags), ...name];
    const pages = await allPages(ENDLESS, async (next) =>
      caller.call({ name: "BatchGetSecretValue", about: [], send: async () => api.batchFind(filters, next) }),
    );
    this.#checkErrors(pages);
    const secrets = new Map(pages.flatMap((page) => page.secrets).map((secret) => [secret.name, secret]));
    const found = hits.of([...secrets.keys()]);
    return foundData(found.map(({ key }) => [key, new AwsSecret(secrets.get(key)?.value ?? {}).found]));
  }

  /** ESO leaves out whatever a batch could not read. Only what is denied is left out here, and it is told. */
  #checkErrors(pages: readonly SecretPage[]): void {
    const errors = pages.flatMap((page) => page.errors);
    const worse = errors.find(({ code }) => !code.startsWith("AccessDenied"));
    if (worse !== undefined) throw new FindRefused(unread(worse));
    this.notes.push(...errors.map(leftOut));
  }

  async #byName({ tags }: Find, hits: Hits): Promise<Answer<SecretData>> {
    const { api, caller, prefix } = this.#options;
    const filters = filtersOf(tags);
    const pages = await allPages(ENDLESS, async (next) =>
      caller.call({ name: "ListSecrets", about: [], send: async () => api.list(filters, next) }),
    );
    const found = hits.of(pages.flatMap((page) => page.names));
    if (prefix !== "" && found.length > 0) throw new FindRefused(twicePrefixed(prefix));
    return foundData(
      found.length > LIMITS.inFlight ? await this.#readMany(found) : await this.#readEach(found),
    );
  }

  /** As many as may be in flight need no batch: they are read in one round. */
  async #readEach(found: readonly ReadRequest[]): Promise<[string, Sensitive | undefined][]> {
    return Promise.all(
      found.map(async (request) => {
        try {
          const { value } = await this.#options.reader.getSecretValue(request);
          return [request.key, new AwsSecret(value).found];
        } catch (error) {
          throw hitFailed(request, answerOf(failureOf(error), request));
        }
      }),
    );
  }

  async #readMany(found: readonly ReadRequest[]): Promise<[string, Sensitive | undefined][]> {
    const answers = await readInBatches(this.#options.reader, found);
    return [...answers].map(([request, answer]) => {
      if (answer.kind !== "value") throw hitFailed(request, answer);
      return [request.key, answer.value.found];
    });
  }
}

/** AWS matches each of the two on its own, as the beginning of any tag. */
function filtersOf(tags: Find["tags"] = {}): SecretsManagerFilter[] {
  return Object.entries(tags).flatMap(([key, value]) => [
    { key: "tag-key", value: key } as const,
    { key: "tag-value", value } as const,
  ]);
}

const FIND_ACTIONS =
  "secretsmanager:ListSecrets and secretsmanager:BatchGetSecretValue on *, and secretsmanager:GetSecretValue on what is found";

/** One hit that cannot be read fails the find; ESO takes the find for missing where the hit is. */
function hitFailed({ key }: ReadRequest, answer: Answer<unknown>): FindRefused {
  if (answer.kind === "value") throw new TypeError("A hit was read, and is said to have failed");
  const { problem, kind } = answer;
  return new FindRefused({ ...problem, message: `of secret "${visible(key)}" ${problem.message}` }, kind);
}

function unread({ secretId, code }: BatchError): Problem {
  return {
    code: "REQUEST_REFUSED",
    message: `secret "${visible(secretId)}" is found and cannot be read (${visible(code)})`,
    hint: "External Secrets leaves such a secret out without a word; mend it, or narrow the search",
  };
}

function leftOut({ secretId }: BatchError): Note {
  return {
    severity: "warning",
    code: "FIND_INCOMPLETE",
    message: `A find leaves out secret "${visible(secretId)}", to which access is denied, as External Secrets does`,
    hint: "Allow secretsmanager:GetSecretValue on it, or narrow the search",
  };
}

function twicePrefixed(prefix: string): Problem {
  return {
    code: "FIND_UNSUPPORTED",
    message: `a search by name does not work in a store with a prefix: External Secrets puts "${visible(prefix)}" before the names that it finds, though they have it`,
    hint: "Set find.path to the prefix, or use a store without a prefix",
  };
}
