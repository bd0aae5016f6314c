import type { Answer, Authorize, RawSecret, ReadRequest, SecretsClient } from "../eso/read-request.ts";
import type { Find } from "../eso/external-secret.ts";
import { readRequestKey } from "../eso/read-request.ts";
import { printStore } from "../eso/stores/store-name.ts";
import { LIMITS } from "../ground/limits.ts";
import type { SecretData } from "../ground/sensitive.ts";
import type { WorkBudget } from "../ground/work-budget.ts";
import { WorkExceeded } from "../ground/work-budget.ts";
import type { FindStep, Step, StoreStep } from "../plan/render-plan.ts";
import type { StoreJournal } from "./store-journal.ts";
import { findId } from "./store-journal.ts";

/** Where the answers go. */
export interface StepAnswers {
  readonly secrets: { set(step: Step, answer: Answer<RawSecret>): unknown };
  readonly maps: { set(step: Step, answer: Answer<SecretData>): unknown };
}

/** A client, and who is asked and told about what it reads. */
export interface Reader {
  readonly client: SecretsClient;
  readonly authorize: Authorize;
  readonly journal: StoreJournal;
  /** What the expressions of all finds of the run may take. */
  readonly findBudget: WorkBudget;
}

/** Asks one client for all that `steps` need: each secret and each find once. Throws ProblemError for the store. */
export async function readStore(
  reader: Reader,
  steps: readonly StoreStep[],
  answers: StepAnswers,
): Promise<void> {
  const finds = steps.filter((step) => step.kind === "find");
  const reads = steps.filter((step) => step.kind !== "find");
  await Promise.all([readAll(reader, reads, answers), findAll(reader, finds, answers)]);
}

type ReadStep = Exclude<StoreStep, FindStep>;

async function readAll(reader: Reader, steps: readonly ReadStep[], answers: StepAnswers): Promise<void> {
  const { client, journal } = reader;
  const known = new Map<string, Answer<RawSecret>>();
  const wanted = authorized(reader, steps, known);
  if (wanted.size > 0) {
    const read = await client.read([...wanted.values()]);
    for (const [key, request] of wanted) {
      const answer = read.get(request) ?? unanswered();
      known.set(key, answer);
      journal.answered(request, answer);
    }
  }
  for (const step of steps)
    answers.secrets.set(step, known.get(readRequestKey(step.request)) ?? unanswered());
}

/** The distinct requests that may be made; what may not is answered at once. */
function authorized(
  { authorize, journal }: Reader,
  steps: readonly ReadStep[],
  known: Map<string, Answer<RawSecret>>,
): Map<string, ReadRequest> {
  const wanted = new Map<string, ReadRequest>();
  for (const { request } of steps) {
    const key = readRequestKey(request);
    if (wanted.has(key) || known.has(key)) continue;
    journal.asked(request);
    const problem = authorize(request);
    if (problem === undefined) wanted.set(key, request);
    else {
      known.set(key, { kind: "failed", problem });
      journal.denied(request);
    }
  }
  return wanted;
}

async function findAll(
  { client, authorize, journal, findBudget }: Reader,
  steps: readonly FindStep[],
  answers: StepAnswers,
): Promise<void> {
  const search = async (find: Find): Promise<Answer<SecretData>> => {
    const id = findId(find);
    journal.asked(id);
    const answer = await client.find(find, authorize, findBudget).catch(failureOfFind);
    journal.answered(id, answer);
    return answer;
  };
  const found = new Map<string, Promise<Answer<SecretData>>>();
  for (const { find } of steps) {
    const key = JSON.stringify(find);
    if (!found.has(key)) found.set(key, search(find));
  }
  await Promise.all(found.values());
  for (const step of steps) answers.maps.set(step, bounded(await found.get(JSON.stringify(step.find)), step));
}

/** Throws what is no matter of this find alone. */
function failureOfFind(error: unknown): Answer<SecretData> {
  if (error instanceof WorkExceeded) return { kind: "failed", problem: error.problem };
  throw error;
}

function bounded(answer: Answer<SecretData> | undefined, { store }: FindStep): Answer<SecretData> {
  if (answer?.kind !== "value" || answer.value.size <= LIMITS.findHits) return answer ?? unanswered();
  return {
    kind: "failed",
    problem: {
      code: "LIMIT_EXCEEDED",
      message: `Cannot take ${answer.value.size} secrets from ${printStore(store.store)} with one find: at most ${LIMITS.findHits} are allowed`,
      hint: "Narrow the search with path, name or tags",
    },
  };
}

function unanswered<Value>(): Answer<Value> {
  return { kind: "failed", problem: { code: "INTERNAL", message: "Cannot find the answer of a store" } };
}
