import type { Emitted } from "../../emit/secret.ts";
import type { Access, AccessId, Call, Outcome } from "../../ground/journal.ts";
import { accessKey } from "../../ground/journal.ts";
import type { SecretPlan } from "../../plan/render-plan.ts";
import type { PlannedInputs, RunObserver } from "../../render.ts";

/** Milliseconds since 1970. Tests bring their own. */
export type Clock = () => number;

/** A secret or a search that a store was asked for. */
export interface RecordedAccess extends AccessId {
  readonly store: string;
  readonly askedAt: number;
  /** Undefined where the answer did not come before the end. */
  readonly answeredAt: number | undefined;
  readonly outcome: Outcome;
}

/** A request that a provider's client made. */
export interface RecordedCall extends Call {
  readonly store: string;
  /** When it was over. */
  readonly at: number;
}

/** Keeps what happens in a run, in memory, for the report and the audit. */
export class RunRecord implements RunObserver {
  readonly startedAt: number;
  readonly calls: RecordedCall[] = [];
  /** Stores that were asked in another's name, since they have its identity. */
  readonly askedAs = new Map<string, string>();
  plannedInputs: PlannedInputs | undefined;
  outcomes: ReadonlyMap<SecretPlan, Emitted> = new Map();
  readonly #clock: Clock;
  readonly #accesses = new Map<string, RecordedAccess>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.startedAt = clock();
  }

  /** Every access in the order of asking. */
  get accesses(): RecordedAccess[] {
    return [...this.#accesses.values()];
  }

  /** Milliseconds since the run began. */
  elapsed(): number {
    return this.#clock() - this.startedAt;
  }

  planned(planned: PlannedInputs): void {
    this.plannedInputs = planned;
  }

  emitted(outcomes: ReadonlyMap<SecretPlan, Emitted>): void {
    this.outcomes = outcomes;
  }

  shared(store: string, asked: string): void {
    this.askedAs.set(store, asked);
  }

  asked(store: string, { resourceId, version }: AccessId): void {
    const access = { store, resourceId, version, askedAt: this.#clock(), answeredAt: undefined };
    this.#accesses.set(accessKey(store, access), { ...access, outcome: "failed" });
  }

  answered(store: string, access: Access): void {
    const key = accessKey(store, access);
    const now = this.#clock();
    const askedAt = this.#accesses.get(key)?.askedAt ?? now;
    const { resourceId, version, outcome } = access;
    this.#accesses.set(key, { store, resourceId, version, askedAt, answeredAt: now, outcome });
  }

  called(store: string, call: Call): void {
    this.calls.push({ ...call, store, at: this.#clock() });
  }
}
