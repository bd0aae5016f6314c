import { findId, storeName } from "../../fetch/store-journal.ts";
import type { AccessId } from "../../ground/journal.ts";
import type { Step, StoreStep } from "../../plan/render-plan.ts";
import { isStoreStep } from "../../plan/render-plan.ts";
import type { RecordedAccess, RecordedCall, RunRecord } from "./run-record.ts";

/** What a step asks its store for, as the journal calls it. */
export function accessOf(step: StoreStep): AccessId {
  if (step.kind === "find") return findId(step.find);
  const { resourceId, version } = step.request;
  return { resourceId, version };
}

/** Finds what a record has on a step. */
export class AccessIndex {
  readonly #accesses = new Map<string, RecordedAccess>();
  readonly #calls = new Map<string, RecordedCall[]>();
  readonly #firsts: ReadonlySet<Step>;

  constructor(record: RunRecord) {
    for (const access of record.accesses) {
      this.#accesses.set(keyOf(access.store, access), access);
      // Stores of one identity share a client, whose accesses stand under the name of the first of them.
      if (!this.#accesses.has(keyOf("", access))) this.#accesses.set(keyOf("", access), access);
    }
    for (const call of record.calls) {
      for (const access of call.accesses) {
        const key = keyOf("", access);
        this.#calls.set(key, [...(this.#calls.get(key) ?? []), call]);
      }
    }
    this.#firsts = firstSteps(record.plannedInputs?.plan.secrets.flatMap(({ steps }) => steps) ?? []);
  }

  /** The access that answered a step; undefined where its store was not asked. */
  accessTo(step: StoreStep): RecordedAccess | undefined {
    const id = accessOf(step);
    return this.#accesses.get(keyOf(storeName(step.store), id)) ?? this.#accesses.get(keyOf("", id));
  }

  /** The calls that were made for a step. */
  callsFor(step: StoreStep): readonly RecordedCall[] {
    return this.#calls.get(keyOf("", accessOf(step))) ?? [];
  }

  /** Whether an earlier step asked for the same. */
  isRepeated(step: Step): boolean {
    return !this.#firsts.has(step);
  }
}

function firstSteps(steps: readonly Step[]): Set<Step> {
  const firsts = new Map<string, Step>();
  for (const step of steps) {
    const key = isStoreStep(step) ? keyOf("", accessOf(step)) : JSON.stringify(step.path);
    if (!firsts.has(key)) firsts.set(key, step);
  }
  return new Set(firsts.values());
}

function keyOf(store: string, { resourceId, version }: AccessId): string {
  return JSON.stringify([store, resourceId, version]);
}
