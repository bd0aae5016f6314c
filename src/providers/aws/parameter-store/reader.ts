import type { Answer, ReadRequest } from "../../../eso/read-request.ts";
import type { Access } from "../../../ground/journal.ts";
import type { AwsFailure } from "../aws-error.ts";
import type { BatchMode } from "../batch.ts";
import { Batching, PARAMETERS_IN_BATCH } from "../batch.ts";
import type { Answers, ServiceReads } from "../batched-reads.ts";
import type { AwsCaller } from "../caller.ts";
import type { NamedValue } from "../named-value.ts";
import { answerWith } from "../named-value.ts";
import { mixedUp, notThere, refusalOf } from "../problems.ts";
import type { AwsSecret } from "../select.ts";
import { tagsAsSecret } from "../tags.ts";
import type { ParameterPage, ParameterStoreApi } from "./client.ts";

/** Reads parameters: current ones in batches of 10, all else one by one. */
export class ParameterStoreReader implements ServiceReads {
  readonly batching: Batching;
  readonly batchSize = PARAMETERS_IN_BATCH;
  readonly #api: ParameterStoreApi;
  readonly #caller: AwsCaller;

  constructor(api: ParameterStoreApi, caller: AwsCaller, mode: BatchMode) {
    this.#api = api;
    this.#caller = caller;
    this.batching = new Batching(mode, "GetParameters", "ssm:GetParameters on the same parameters");
  }

  /** A key may hold a version of its own, behind a colon; those of an ARN are no version. */
  isBatchable({ key, version, what }: ReadRequest): boolean {
    return what === "value" && version === "" && !withoutArn(key).includes(":");
  }

  /** A name that is in no answer is asked for by itself: a batch does not tell why it has none. */
  async readBatch(requests: readonly ReadRequest[], answers: Answers): Promise<void> {
    const { parameters } = await this.#caller.call({
      name: "GetParameters",
      about: requests,
      send: async () => this.#api.getParameters(requests.map(({ key }) => key)),
      accesses: (page) => requests.map((request) => accessOf(request, page)),
    });
    for (const request of requests) {
      const parameter = parameters.find((candidate) => isFor(candidate, request));
      if (parameter !== undefined) answers.set(request, answerWith(parameter));
    }
  }

  async readValue(request: ReadRequest): Promise<Answer<AwsSecret>> {
    const parameter = await this.#caller.call({
      name: "GetParameter",
      about: [request],
      send: async () => this.#api.getParameter(wireName(request)),
    });
    if (!isFor(parameter, request)) return { kind: "failed", problem: mixedUp(parameter.name) };
    return answerWith(parameter);
  }

  async readTags(request: ReadRequest): Promise<Answer<AwsSecret>> {
    const { tags } = await this.#caller.call({
      name: "ListTagsForResource",
      about: [request],
      send: async () => this.#api.listTags(wireName(request)),
    });
    return { kind: "value", value: tagsAsSecret(tags) };
  }

  /**
   * ESO's NoSecretErr is ParameterNotFound of a value alone: a version or label that does not exist is an error, and so
   * are the tags of nothing.
   */
  answerOf(failure: AwsFailure, { version, what }: ReadRequest): Answer<AwsSecret> {
    const { code } = failure.error;
    if (code === "ParameterVersionNotFound")
      return { kind: "failed", problem: notThere(VERSION_HINT, version) };
    if (code === "ParameterNotFound" || code === "InvalidResourceId") {
      const isMissing = code === "ParameterNotFound" && what === "value";
      return { kind: isMissing ? "missing" : "failed", problem: notThere(NAME_HINT, "") };
    }
    const action = what === "metadata" ? "ListTagsForResource" : "GetParameter";
    return { kind: "failed", problem: refusalOf(failure, `ssm:${action} on it`) };
  }
}

function withoutArn(key: string): string {
  return key.startsWith("arn:") ? key.replace(/^(?:[^:]*:){5}/, "") : key;
}

/** The name as AWS wants it: a version or a label stands behind a colon. */
function wireName({ key, version }: ReadRequest): string {
  return version === "" ? key : `${key}:${version}`;
}

function isFor({ name, arn }: NamedValue, { key }: ReadRequest): boolean {
  return [name, arn].some((own) => own !== "" && (key === own || key.startsWith(`${own}:`)));
}

const NAME_HINT = "a name with a slash in it begins with one";
const VERSION_HINT = "remoteRef.version is a number or a label of the parameter";

function accessOf(request: ReadRequest, { parameters }: ParameterPage): Access {
  const { resourceId, version } = request;
  const isFound = parameters.some((parameter) => isFor(parameter, request));
  return { resourceId, version, outcome: isFound ? "found" : "missing" };
}
