import type { Find } from "../eso/external-secret.ts";
import type { Answer, RawSecret, ReadRequest, SecretsClient } from "../eso/read-request.ts";
import { readRequestKey } from "../eso/read-request.ts";
import { CODES } from "../ground/codes.ts";
import type { Problem } from "../ground/diagnostic.ts";
import type { Access, AccessId, Journal, Outcome } from "../ground/journal.ts";
import { LIMITS } from "../ground/limits.ts";
import type { SecretData } from "../ground/sensitive.ts";
import type {
  DataStep,
  ExtractStep,
  FindStep,
  GeneratorStep,
  PlannedStore,
  RenderPlan,
  Step,
} from "../plan/render-plan.ts";
import { openClient } from "./clients.ts";

/** What the stores and generators said to each step. */
export interface Answers {
  /** For data and extract: the secret, from which the entry is selected. */
  readonly secrets: ReadonlyMap<Step, Answer<RawSecret>>;
  /** For find and generators: keys and values. */
  readonly maps: ReadonlyMap<Step, Answer<SecretData>>;
}

export interface FetchOptions {
  /** Asked before each read; a problem is given as the answer in its place. */
  readonly authorize: (request: ReadRequest, store: PlannedStore) => Problem | undefined;
  /** Told of each secret that is asked for, and of what the clients do. */
  readonly journal: Journal;
}

/**
 * Fetches all that a plan needs, each secret once however many entries need it, the stores side by side. Never
 * throws for what a store says: that is an answer. With nothing to fetch no client is opened.
 */
export async function fetchPlan(plan: RenderPlan, options: FetchOptions): Promise<Answers> {
  const fetched = new Fetched(options);
  const steps = plan.secrets.flatMap((secret) => secret.steps);
  const generators = steps.filter((step) => step.kind === "generator");
  await Promise.all([
    ...[...groupByStore(steps)].map(async ([store, group]) => fetched.fetchStore(store, group)),
    ...(generators.length === 0 ? [] : [fetched.generate(generators)]),
  ]);
  return fetched;
}

type StoreStep = Exclude<Step, GeneratorStep>;

function groupByStore(steps: readonly Step[]): Map<PlannedStore, StoreStep[]> {
  const groups = new Map<PlannedStore, StoreStep[]>();
  for (const step of steps) {
    if (step.kind === "generator") continue;
    const group = groups.get(step.store);
    if (group === undefined) groups.set(step.store, [step]);
    else group.push(step);
  }
  return groups;
}

class Fetched implements Answers {
  readonly secrets = new Map<Step, Answer<RawSecret>>();
  readonly maps = new Map<Step, Answer<SecretData>>();
  readonly #options: FetchOptions;

  constructor(options: FetchOptions) {
    this.#options = options;
  }

  async fetchStore(store: PlannedStore, steps: readonly StoreStep[]): Promise<void> {
    const name = storeName(store);
    const client = await openClient(store, (call) => this.#options.journal.called(name, call));
    try {
      await Promise.all([this.#read(client, store, steps), this.#find(client, store, steps)]);
    } finally {
      await client.close();
    }
  }

  async generate(steps: readonly GeneratorStep[]): Promise<void> {
    const { generate } = await import("../generators/generator.ts");
    for (const step of steps) this.maps.set(step, generate(step.generatorKind, step.spec));
  }

  async #read(client: SecretsClient, store: PlannedStore, steps: readonly StoreStep[]): Promise<void> {
    const reading = steps.filter((step) => step.kind !== "find");
    const answers = new Map<string, Answer<RawSecret>>();
    const wanted = this.#authorized(store, reading, answers);
    const read: ReadonlyMap<ReadRequest, Answer<RawSecret>> = wanted.size === 0
      ? new Map()
      : await client.read([...wanted.values()]);
    for (const [key, request] of wanted) {
      const answer = read.get(request) ?? unanswered();
      answers.set(key, answer);
      this.#options.journal.answered(storeName(store), accessOf(request, answer));
    }
    for (const step of reading)
      this.secrets.set(step, answers.get(readRequestKey(step.request)) ?? unanswered());
  }

  /** The distinct requests that may be made; what may not is answered at once. */
  #authorized(
    store: PlannedStore,
    steps: readonly (DataStep | ExtractStep)[],
    answers: Map<string, Answer<RawSecret>>,
  ): Map<string, ReadRequest> {
    const { authorize, journal } = this.#options;
    const name = storeName(store);
    const wanted = new Map<string, ReadRequest>();
    for (const { request } of steps) {
      const key = readRequestKey(request);
      if (wanted.has(key) || answers.has(key)) continue;
      journal.asked(name, request);
      const problem = authorize(request, store);
      if (problem === undefined) wanted.set(key, request);
      else {
        answers.set(key, { kind: "failed", problem });
        journal.answered(name, { ...accessOf(request, unanswered()), outcome: "denied" });
      }
    }
    return wanted;
  }

  async #find(client: SecretsClient, store: PlannedStore, steps: readonly StoreStep[]): Promise<void> {
    const { journal } = this.#options;
    const name = storeName(store);
    const search = async (find: Find): Promise<Answer<SecretData>> => {
      const id = { resourceId: findId(find), version: "" };
      journal.asked(name, id);
      const answer = await client.find(find);
      journal.answered(name, accessOf(id, answer));
      return answer;
    };
    const found = new Map<string, Promise<Answer<SecretData>>>();
    for (const { find } of steps.filter((step) => step.kind === "find")) {
      const key = JSON.stringify(find);
      if (!found.has(key)) found.set(key, search(find));
    }
    for (const step of steps) {
      if (step.kind === "find")
        this.maps.set(step, bounded(await found.get(JSON.stringify(step.find)), step));
    }
  }
}

function bounded(answer: Answer<SecretData> | undefined, { store }: FindStep): Answer<SecretData> {
  if (answer?.kind !== "value" || answer.value.size <= LIMITS.findHits) return answer ?? unanswered();
  return {
    kind: "failed",
    problem: {
      code: "LIMIT_EXCEEDED",
      message: `Cannot take ${answer.value.size} secrets from ${store.store.kind} "${store.store.metadata.name}" with one find: at most ${LIMITS.findHits} are allowed`,
      hint: "Narrow the search with path, name or tags",
    },
  };
}

/** `SecretStore shop/db`, the namespace being the one in which its references are looked up. */
function storeName({ store, namespace }: PlannedStore): string {
  const { kind, metadata } = store;
  return kind === "ClusterSecretStore" ? `${kind} ${metadata.name}` : `${kind} ${namespace}/${metadata.name}`;
}

function accessOf({ resourceId, version }: AccessId, answer: Answer<unknown>): Access {
  return { resourceId, version, outcome: outcomeOf(answer) };
}

/** What a find is called in a journal: it has no name at the provider. */
function findId({ path, name, tags }: Find): string {
  return `find:${JSON.stringify({ path, name: name?.regexp, tags })}`;
}

function outcomeOf(answer: Answer<unknown>): Outcome {
  if (answer.kind === "value") return "found";
  if (answer.kind === "missing") return "missing";
  return CODES[answer.problem.code].exit === EXIT_DENIED ? "denied" : "failed";
}

const EXIT_DENIED = 77;

function unanswered<Value>(): Answer<Value> {
  return { kind: "failed", problem: { code: "INTERNAL", message: "Cannot find the answer of a store" } };
}
