import type { Answer, ReadRequest } from "../../../eso/read-request.ts";
import type { Access } from "../../../ground/journal.ts";
import { ProblemError } from "../../../ground/problem-error.ts";
import type { AwsFailure } from "../aws-error.ts";
import type { BatchMode } from "../batch.ts";
import { Batching, chunksOf, PARAMETERS_IN_BATCH } from "../batch.ts";
import type { AwsCaller } from "../caller.ts";
import { failureOf, mixedUp, notThere, refusalOf } from "../problems.ts";
import { AwsSecret } from "../select.ts";
import { tagsAsSecret } from "../tags.ts";
import type { NamedParameter, ParameterPage, ParameterStoreApi } from "./client.ts";

type Answers = Map<ReadRequest, Answer<AwsSecret>>;

/** Reads parameters: current ones in batches of 10, all else one by one. */
export class ParameterStoreReader {
  readonly batching: Batching;
  readonly #api: ParameterStoreApi;
  readonly #caller: AwsCaller;

  constructor(api: ParameterStoreApi, caller: AwsCaller, mode: BatchMode) {
    this.#api = api;
    this.#caller = caller;
    this.batching = new Batching(mode, "GetParameters", "ssm:GetParameters on the same parameters");
  }

  /** Answers every request. Throws ProblemError for the store as a whole. */
  async read(requests: readonly ReadRequest[]): Promise<ReadonlyMap<ReadRequest, Answer<AwsSecret>>> {
    const answers: Answers = new Map();
    const current = requests.filter((request) => isCurrent(request));
    const single = requests.filter((request) => !current.includes(request));
    await Promise.all([
      ...single.map(async (request) => this.#readOne(request, answers)),
      this.#readCurrent(current, answers),
    ]);
    return answers;
  }

  async #readCurrent(requests: readonly ReadRequest[], answers: Answers): Promise<void> {
    if (this.batching.isFor(requests.length)) {
      const chunks = chunksOf(requests, PARAMETERS_IN_BATCH);
      await Promise.all(chunks.map(async (chunk) => this.#readBatch(chunk, answers)));
    }
    const left = requests.filter((request) => !answers.has(request));
    await Promise.all(left.map(async (request) => this.#readOne(request, answers)));
  }

  /** A name that is in no answer is asked for by itself: a batch does not tell why it has none. */
  async #readBatch(requests: readonly ReadRequest[], answers: Answers): Promise<void> {
    try {
      const { parameters } = await this.#caller.call({
        name: "GetParameters",
        about: requests,
        send: async () => this.#api.getParameters(requests.map(({ key }) => key)),
        accesses: (page) => requests.map((request) => accessOf(request, page)),
      });
      for (const request of requests) {
        const parameter = parameters.find((candidate) => isFor(candidate, request));
        if (parameter !== undefined)
          answers.set(request, { kind: "value", value: new AwsSecret(parameter.value) });
      }
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === "THROTTLED") return;
      if (failureOf(error).kind === "denied") this.batching.denied();
    }
  }

  async #readOne(request: ReadRequest, answers: Answers): Promise<void> {
    try {
      answers.set(
        request,
        request.what === "metadata" ? await this.#tags(request) : await this.#value(request),
      );
    } catch (error) {
      answers.set(request, answerOf(failureOf(error), request));
    }
  }

  async #value(request: ReadRequest): Promise<Answer<AwsSecret>> {
    const parameter = await this.#caller.call({
      name: "GetParameter",
      about: [request],
      send: async () => this.#api.getParameter(wireName(request)),
    });
    if (!isFor(parameter, request)) return { kind: "failed", problem: mixedUp(parameter.name) };
    return { kind: "value", value: new AwsSecret(parameter.value) };
  }

  async #tags(request: ReadRequest): Promise<Answer<AwsSecret>> {
    const { tags } = await this.#caller.call({
      name: "ListTagsForResource",
      about: [request],
      send: async () => this.#api.listTags(wireName(request)),
    });
    return { kind: "value", value: tagsAsSecret(tags) };
  }
}

/** A key may hold a version of its own, behind a colon; those of an ARN are no version. */
function isCurrent({ key, version, what }: ReadRequest): boolean {
  return what === "value" && version === "" && !withoutArn(key).includes(":");
}

function withoutArn(key: string): string {
  return key.startsWith("arn:") ? key.replace(/^(?:[^:]*:){5}/, "") : key;
}

/** The name as AWS wants it: a version or a label stands behind a colon. */
function wireName({ key, version }: ReadRequest): string {
  return version === "" ? key : `${key}:${version}`;
}

function isFor({ name, arn }: NamedParameter, { key }: ReadRequest): boolean {
  return [name, arn].some((own) => own !== "" && (key === own || key.startsWith(`${own}:`)));
}

/** ESO's NoSecretErr is ParameterNotFound alone: a version or label that does not exist is an error. */
function answerOf(failure: AwsFailure, { version, what }: ReadRequest): Answer<AwsSecret> {
  const { code } = failure.error;
  if (code === "ParameterNotFound") return { kind: "missing", problem: notThere(NAME_HINT, "") };
  if (code === "ParameterVersionNotFound")
    return { kind: "failed", problem: notThere(VERSION_HINT, version) };
  if (code === "InvalidResourceId") return { kind: "failed", problem: notThere(NAME_HINT, "") };
  const action = what === "metadata" ? "ListTagsForResource" : "GetParameter";
  return { kind: "failed", problem: refusalOf(failure, `ssm:${action} on it`) };
}

const NAME_HINT = "a name with a slash in it begins with one";
const VERSION_HINT = "remoteRef.version is a number or a label of the parameter";

function accessOf(request: ReadRequest, { parameters }: ParameterPage): Access {
  const { resourceId, version } = request;
  const isFound = parameters.some((parameter) => isFor(parameter, request));
  return { resourceId, version, outcome: isFound ? "found" : "missing" };
}
