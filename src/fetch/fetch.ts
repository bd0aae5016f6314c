import { LIMITS } from "../ground/limits.ts";
import { WorkBudget } from "../ground/work-budget.ts";
import type { Answer, Authorize, Note, RawSecret, SecretsClient } from "../eso/read-request.ts";
import { storeName } from "../eso/stores/store-name.ts";
import type { Diagnostic } from "../ground/diagnostic.ts";
import type { Journal } from "../ground/journal.ts";
import { ProblemError } from "../ground/problem-error.ts";
import type { SecretData } from "../ground/sensitive.ts";
import type { GeneratorStep, PlannedStore, RenderPlan, Step, StoreStep } from "../plan/render-plan.ts";
import type { StoreAccess } from "./store-access.ts";
import { openClient } from "./clients.ts";
import { LazyNetwork } from "./lazy-network.ts";
import type { ReferencedObjects } from "./store-context.ts";
import { storeContext } from "./store-context.ts";
import { StoreJournal } from "./store-journal.ts";
import { noteDiagnostics, storeDiagnostics } from "./store-diagnostics.ts";
import { readStore } from "./store-reads.ts";

/** The answer of a store that failed as a whole, for which there is one diagnostic. */
export interface Reported {
  readonly kind: "reported";
}

/** What the stores and generators said to each step. */
export interface Answers {
  /** For data and extract: the secret, from which the entry is selected. */
  readonly secrets: ReadonlyMap<Step, Answer<RawSecret> | Reported>;
  /** What may be spent on selecting properties from all of them. */
  readonly propertyBudget: WorkBudget;
  /** For find and generators: keys and values. */
  readonly maps: ReadonlyMap<Step, Answer<SecretData> | Reported>;
  /** Stores that could not be used at all, the answers to whose steps are `reported`; and what clients remark. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Answers that can be worked on while the clients are being closed. */
export interface Fetched extends Answers {
  /** When the clients have revoked what they made, and all connections are closed: before that a run must not end. */
  readonly closed: Promise<void>;
}

export interface FetchOptions {
  /** Asked before each read and for each hit of a find; a problem is given as the answer in its place. */
  readonly authorize: Authorize;
  readonly access: StoreAccess;
  /** Told of each secret that is asked for, and of what the clients do. */
  readonly journal: Journal;
  /** Objects that stores refer to. */
  readonly resources: ReferencedObjects;
}

/**
 * Fetches all that a plan needs, each secret once however many entries, ExternalSecrets and stores of one identity
 * need it, the stores side by side. Never throws for what a store says: that is an answer. With nothing to fetch no
 * client is opened.
 */
export async function fetchPlan(plan: RenderPlan, options: FetchOptions): Promise<Fetched> {
  const fetching = new Fetching(options);
  const steps = plan.secrets.flatMap((secret) => secret.steps);
  const generators = steps.filter((step) => step.kind === "generator");
  try {
    await Promise.all([
      fetching.fetchStores(steps.filter((step) => step.kind !== "generator")),
      ...(generators.length === 0 ? [] : [fetching.generate(generators)]),
    ]);
  } catch (error) {
    await fetching.close();
    throw error;
  }
  const closed = fetching.close();
  await Promise.race([closed, turn()]);
  const diagnostics = [
    ...storeDiagnostics(fetching.failures, plan),
    ...noteDiagnostics(fetching.notes, plan),
  ];
  return { ...fetching.answers, diagnostics, closed };
}

/** Lets what was begun reach the network before the caller takes the processor for itself. */
async function turn(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** The steps of all stores that one client serves. */
interface Group {
  readonly client: SecretsClient;
  /** The first of the stores, which stands for all of them in the journal. */
  readonly store: PlannedStore;
  readonly steps: StoreStep[];
}

class Fetching {
  readonly answers = {
    secrets: new Map<Step, Answer<RawSecret> | Reported>(),
    maps: new Map<Step, Answer<SecretData> | Reported>(),
    propertyBudget: new WorkBudget(LIMITS.propertyWork),
  };
  readonly failures = new Map<PlannedStore, ProblemError>();
  readonly notes = new Map<PlannedStore, readonly Note[]>();
  readonly #findBudget: WorkBudget;
  readonly #options: FetchOptions;
  readonly #network: LazyNetwork;
  readonly #clients: SecretsClient[] = [];

  constructor(options: FetchOptions) {
    this.#options = options;
    this.#network = new LazyNetwork(options.access);
    this.#findBudget = new WorkBudget(LIMITS.findWork, options.access.timeLeft);
  }

  async fetchStores(steps: readonly StoreStep[]): Promise<void> {
    const byStore = Map.groupBy(steps, (step) => step.store);
    const opened = await Promise.all(
      [...byStore].map(async ([store, group]) => ({ client: await this.#open(store, group), store, group })),
    );
    const groups = new Map<string | SecretsClient, Group>();
    for (const { client, store, group } of opened) {
      if (client === undefined) continue;
      const known = groups.get(client.identity ?? client);
      if (known === undefined) groups.set(client.identity ?? client, { client, store, steps: [...group] });
      else {
        known.steps.push(...group);
        this.#options.journal.shared(storeName(store), storeName(known.store));
      }
    }
    await Promise.all([...groups.values()].map(async (group) => this.#fetch(group)));
  }

  async close(): Promise<void> {
    const clients = Promise.all(this.#clients.map(async (client) => client.close()));
    await Promise.race([clients, turn()]);
    await this.#network.closeIdle();
    await clients;
    await this.#network.close();
  }

  async generate(steps: readonly GeneratorStep[]): Promise<void> {
    const { generate } = await import("../generators/generator.ts");
    for (const step of steps) this.answers.maps.set(step, generate(step.generatorKind, step.spec));
  }

  async #open(store: PlannedStore, steps: readonly StoreStep[]): Promise<SecretsClient | undefined> {
    const { access, resources, journal } = this.#options;
    try {
      const record = new StoreJournal(journal, store).recorder();
      const context = { ...storeContext(store, access, resources), record };
      const client = await openClient(context, async () => this.#network.open());
      this.#clients.push(client);
      return client;
    } catch (error) {
      this.#failed(error, steps);
      return undefined;
    }
  }

  async #fetch({ client, store, steps }: Group): Promise<void> {
    const { authorize } = this.#options;
    const journal = new StoreJournal(this.#options.journal, store);
    try {
      await readStore({ client, authorize, journal, findBudget: this.#findBudget }, steps, this.answers);
      this.notes.set(store, client.notes ?? []);
    } catch (error) {
      this.#failed(error, steps);
    }
  }

  /** What is thrown concerns the store as a whole: all that needs it is without an answer. */
  #failed(error: unknown, steps: readonly StoreStep[]): void {
    if (!(error instanceof ProblemError)) throw error;
    for (const step of steps) {
      this.failures.set(step.store, error);
      if (step.kind === "find") this.answers.maps.set(step, { kind: "reported" });
      else this.answers.secrets.set(step, { kind: "reported" });
    }
  }
}
