import type { Answer, ReadRequest } from "../../../eso/read-request.ts";
import type { Access } from "../../../ground/journal.ts";
import type { Problem } from "../../../ground/diagnostic.ts";
import type { AwsFailure } from "../aws-error.ts";
import type { BatchMode } from "../batch.ts";
import { Batching, SECRETS_IN_BATCH } from "../batch.ts";
import type { Answers, ServiceReads } from "../batched-reads.ts";
import type { AwsCaller } from "../caller.ts";
import type { NamedValue } from "../named-value.ts";
import { answerWith } from "../named-value.ts";
import { mixedUp, notThere, refusalOf } from "../problems.ts";
import type { AwsSecret } from "../select.ts";
import { tagsAsSecret } from "../tags.ts";
import type { SecretPage, SecretsManagerApi } from "./client.ts";

/** Reads secrets of AWS Secrets Manager: current versions in batches of 20, all else one by one. */
export class SecretsManagerReader implements ServiceReads {
  readonly batching: Batching;
  readonly batchSize = SECRETS_IN_BATCH;
  readonly #api: SecretsManagerApi;
  readonly #caller: AwsCaller;

  constructor(api: SecretsManagerApi, caller: AwsCaller, mode: BatchMode) {
    this.#api = api;
    this.#caller = caller;
    this.batching = new Batching(mode, "BatchGetSecretValue", "secretsmanager:BatchGetSecretValue on *");
  }

  isBatchable({ version, what }: ReadRequest): boolean {
    return version === "" && what === "value";
  }

  /** One secret with its value. Throws AwsFailure, and ProblemError for the store as a whole. */
  async getSecretValue(request: ReadRequest): Promise<NamedValue> {
    const { key, version } = request;
    return this.#caller.call({
      name: "GetSecretValue",
      about: [request],
      send: async () => this.#api.getSecretValue(key, version),
    });
  }

  async readBatch(requests: readonly ReadRequest[], answers: Answers): Promise<void> {
    const ids = requests.map(({ key }) => key);
    let next: string | undefined;
    let pages = 0;
    do {
      const from = next;
      const page = await this.#caller.call({
        name: "BatchGetSecretValue",
        about: requests,
        send: async () => this.#api.batchGet(ids, from),
        accesses: (answer) => requests.map((request) => accessOf(request, answer)),
      });
      notePage(page, requests, answers);
      next = page.next;
      pages++;
    } while (next !== undefined && next !== "" && pages < requests.length);
  }

  async readValue(request: ReadRequest): Promise<Answer<AwsSecret>> {
    const secret = await this.getSecretValue(request);
    if (!isFor(secret, request)) return { kind: "failed", problem: mixedUp(secret.name) };
    return answerWith(secret);
  }

  async readTags(request: ReadRequest): Promise<Answer<AwsSecret>> {
    const { tags } = await this.#caller.call({
      name: "DescribeSecret",
      about: [request],
      send: async () => this.#api.describe(request.key),
    });
    return { kind: "value", value: tagsAsSecret(tags) };
  }

  answerOf(failure: AwsFailure, request: ReadRequest): Answer<AwsSecret> {
    return answerOf(failure, request);
  }
}

/** What a batch has no good answer for is left out. */
function notePage({ secrets, errors }: SecretPage, requests: readonly ReadRequest[], answers: Answers): void {
  for (const request of requests) {
    const secret = secrets.find((candidate) => isFor(candidate, request));
    if (secret !== undefined) answers.set(request, answerWith(secret));
    const error = errors.find(({ secretId }) => secretId === request.key);
    if (error?.code === "ResourceNotFoundException") answers.set(request, missing(request));
  }
}

/** A secret answers to its name, its ARN, and its ARN without the random characters at the end. */
function isFor({ name, arn }: NamedValue, { key }: ReadRequest): boolean {
  return (
    name === key ||
    arn === key ||
    (key.startsWith("arn:") && /^-\w{6}$/.test(arn.slice(key.length)) && arn.startsWith(key))
  );
}

/**
 * ESO's NoSecretErr is ResourceNotFoundException of GetSecretValue, and what InvalidParameterException says of a
 * scheduled deletion. AWS says that with InvalidRequestException, which ESO takes for an error.
 */
export function answerOf<Value>(failure: AwsFailure, { version, what }: ReadRequest): Answer<Value> {
  const { code, text } = failure.error;
  const isMarked = /marked (?:for deletion|deleted)/.test(text);
  if (code === "ResourceNotFoundException") {
    const problem = notThere(VERSION_HINT, version);
    return { kind: what === "metadata" ? "failed" : "missing", problem };
  }
  if (code === "InvalidParameterException" && isMarked) return { kind: "missing", problem: SCHEDULED };
  if (code === "InvalidRequestException" && isMarked) return { kind: "failed", problem: SCHEDULED };
  const action = what === "metadata" ? "DescribeSecret" : "GetSecretValue";
  return { kind: "failed", problem: refusalOf(failure, `secretsmanager:${action} on it`) };
}

function missing({ version }: ReadRequest): Answer<AwsSecret> {
  return { kind: "missing", problem: notThere(VERSION_HINT, version) };
}

const VERSION_HINT =
  "remoteRef.version is a stage such as AWSPREVIOUS, or uuid/ and a version ID; a secret without a value counts as missing";

const SCHEDULED: Problem = {
  code: "SECRET_DELETED",
  message: "it is scheduled for deletion",
  hint: "Restore it (aws secretsmanager restore-secret), or remove what refers to it",
};

function accessOf(request: ReadRequest, { secrets, errors }: SecretPage): Access {
  const { resourceId, version } = request;
  if (secrets.some((secret) => isFor(secret, request))) return { resourceId, version, outcome: "found" };
  const error = errors.find(({ secretId }) => secretId === request.key);
  if (error === undefined) return { resourceId, version, outcome: "failed" };
  const outcome = error.code === "ResourceNotFoundException" ? "missing" : "denied";
  return { resourceId, version, outcome };
}
