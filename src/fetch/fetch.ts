import type { Answer, RawSecret, ReadRequest, SecretsClient } from "../eso/read-request.ts";
import { readRequestKey } from "../eso/read-request.ts";
import type { Problem } from "../ground/diagnostic.ts";
import { LIMITS } from "../ground/limits.ts";
import type { SecretData } from "../ground/sensitive.ts";
import type { FindStep, GeneratorStep, PlannedStore, RenderPlan, Step } from "../plan/render-plan.ts";
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
    const client = await openClient(store);
    try {
      await Promise.all([this.#read(client, store, steps), this.#find(client, steps)]);
    } finally {
      await client.close();
    }
  }

  async generate(steps: readonly GeneratorStep[]): Promise<void> {
    const { generate } = await import("../generators/generator.ts");
    for (const step of steps) this.maps.set(step, generate(step.generatorKind, step.spec));
  }

  async #read(client: SecretsClient, store: PlannedStore, steps: readonly StoreStep[]): Promise<void> {
    const wanted = new Map<string, ReadRequest>();
    const answers = new Map<string, Answer<RawSecret>>();
    for (const step of steps) {
      if (step.kind === "find") continue;
      const key = readRequestKey(step.request);
      const problem = this.#options.authorize(step.request, store);
      if (problem === undefined) wanted.set(key, wanted.get(key) ?? step.request);
      else answers.set(key, { kind: "failed", problem });
    }
    const read: ReadonlyMap<ReadRequest, Answer<RawSecret>> = wanted.size === 0
      ? new Map()
      : await client.read([...wanted.values()]);
    for (const [key, request] of wanted) answers.set(key, read.get(request) ?? unanswered());
    for (const step of steps) {
      if (step.kind !== "find")
        this.secrets.set(step, answers.get(readRequestKey(step.request)) ?? unanswered());
    }
  }

  async #find(client: SecretsClient, steps: readonly StoreStep[]): Promise<void> {
    const found = new Map<string, Promise<Answer<SecretData>>>();
    for (const { find } of steps.filter((step) => step.kind === "find")) {
      const key = JSON.stringify(find);
      if (!found.has(key)) found.set(key, client.find(find));
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

function unanswered<Value>(): Answer<Value> {
  return { kind: "failed", problem: { code: "INTERNAL", message: "Cannot find the answer of a store" } };
}
