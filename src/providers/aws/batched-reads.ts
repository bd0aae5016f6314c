import type { Answer, ReadRequest } from "../../eso/read-request.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import type { AwsFailure } from "./aws-error.ts";
import type { Batching } from "./batch.ts";
import { chunksOf } from "./batch.ts";
import { failureOf } from "./problems.ts";
import type { AwsSecret } from "./select.ts";

/** What is known of each request so far. */
export type Answers = Map<ReadRequest, Answer<AwsSecret>>;

/** How one service of AWS is read. What is thrown is AwsFailure, or ProblemError for the store as a whole. */
export interface ServiceReads {
  readonly batching: Batching;
  /** How many requests one batch may hold. */
  readonly batchSize: number;
  /** Whether a batch can ask for it. */
  isBatchable(request: ReadRequest): boolean;
  /** Notes what a batch has an answer for; what is left is read by itself, which tells why. */
  readBatch(requests: readonly ReadRequest[], answers: Answers): Promise<void>;
  readValue(request: ReadRequest): Promise<Answer<AwsSecret>>;
  readTags(request: ReadRequest): Promise<Answer<AwsSecret>>;
  answerOf(failure: AwsFailure, request: ReadRequest): Answer<AwsSecret>;
}

/** Answers every request: in batches what they can ask for, all else one by one. Throws ProblemError for the store. */
export async function readInBatches(
  service: ServiceReads,
  requests: readonly ReadRequest[],
): Promise<ReadonlyMap<ReadRequest, Answer<AwsSecret>>> {
  const answers: Answers = new Map();
  const batchable = requests.filter((request) => service.isBatchable(request));
  const single = requests.filter((request) => !service.isBatchable(request));
  await Promise.all([readEach(service, single, answers), readBatches(service, batchable, answers)]);
  return answers;
}

async function readBatches(
  service: ServiceReads,
  requests: readonly ReadRequest[],
  answers: Answers,
): Promise<void> {
  if (service.batching.isFor(requests.length)) {
    const chunks = chunksOf(requests, service.batchSize);
    await Promise.all(chunks.map(async (chunk) => readBatch(service, chunk, answers)));
  }
  const left = requests.filter((request) => !answers.has(request));
  await readEach(service, left, answers);
}

/** Batches have a permission and a quota of their own; some servers fail a whole batch for one of its secrets. */
async function readBatch(
  service: ServiceReads,
  requests: readonly ReadRequest[],
  answers: Answers,
): Promise<void> {
  try {
    await service.readBatch(requests, answers);
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === "THROTTLED") return;
    if (failureOf(error).kind === "denied") service.batching.denied();
  }
}

async function readEach(
  service: ServiceReads,
  requests: readonly ReadRequest[],
  answers: Answers,
): Promise<void> {
  await Promise.all(
    requests.map(async (request) => {
      answers.set(request, await readOne(service, request));
    }),
  );
}

async function readOne(service: ServiceReads, request: ReadRequest): Promise<Answer<AwsSecret>> {
  try {
    return await (request.what === "metadata" ? service.readTags(request) : service.readValue(request));
  } catch (error) {
    return service.answerOf(failureOf(error), request);
  }
}
