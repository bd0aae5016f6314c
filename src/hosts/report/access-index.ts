import { storeName } from "../../eso/stores/store-name.ts";
import { findId } from "../../fetch/store-journal.ts";
import type { AccessId } from "../../ground/journal.ts";
import { accessKey } from "../../ground/journal.ts";
import type { StoreStep } from "../../plan/render-plan.ts";
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
  readonly #accesses: ReadonlyMap<string, RecordedAccess>;
  readonly #calls = new Map<string, RecordedCall[]>();
  readonly #askedAs: ReadonlyMap<string, string>;
  readonly #firsts: ReadonlySet<StoreStep>;

  constructor({ accesses, calls, askedAs, plannedInputs }: RunRecord) {
    this.#accesses = new Map(accesses.map((access) => [accessKey(access.store, access), access]));
    this.#askedAs = askedAs;
    for (const call of calls) {
      for (const access of call.accesses) {
        const key = accessKey(call.store, access);
        this.#calls.set(key, [...(this.#calls.get(key) ?? []), call]);
      }
    }
    const steps = plannedInputs?.plan.secrets.flatMap((secret) => secret.steps) ?? [];
    this.#firsts = this.#firstSteps(steps.filter(isStoreStep));
  }

  /** The access that answered a step, in the name of the store that was asked; undefined where none was. */
  accessTo(step: StoreStep): RecordedAccess | undefined {
    const id = accessOf(step);
    const store = storeName(step.store);
    const own = this.#accesses.get(accessKey(store, id));
    const askedAs = this.#askedAs.get(store);
    return own ?? (askedAs === undefined ? undefined : this.#accesses.get(accessKey(askedAs, id)));
  }

  /** The calls that were made for a step. */
  callsFor(step: StoreStep): readonly RecordedCall[] {
    const access = this.accessTo(step);
    return access === undefined ? [] : (this.#calls.get(accessKey(access.store, access)) ?? []);
  }

  /** Whether an earlier step had the same store asked for the same. */
  isCacheHit(step: StoreStep): boolean {
    return this.accessTo(step) !== undefined && !this.#firsts.has(step);
  }

  #firstSteps(steps: readonly StoreStep[]): Set<StoreStep> {
    const firsts = new Map<RecordedAccess, StoreStep>();
    for (const step of steps) {
      const access = this.accessTo(step);
      if (access !== undefined && !firsts.has(access)) firsts.set(access, step);
    }
    return new Set(firsts.values());
  }
}
