import type { Emitted } from "../../emit/secret.ts";
import type { Access, AccessId, Call } from "../../ground/journal.ts";
import type { SecretPlan } from "../../plan/render-plan.ts";
import type { PlannedInputs, RunObserver } from "../../render.ts";

/** Several observers as one. */
export class Observers implements RunObserver {
  readonly #observers: readonly RunObserver[];

  constructor(observers: readonly RunObserver[]) {
    this.#observers = observers;
  }

  planned(planned: PlannedInputs): void {
    for (const observer of this.#observers) observer.planned(planned);
  }

  emitted(outcomes: ReadonlyMap<SecretPlan, Emitted>): void {
    for (const observer of this.#observers) observer.emitted(outcomes);
  }

  shared(store: string, asked: string): void {
    for (const observer of this.#observers) observer.shared(store, asked);
  }

  asked(store: string, id: AccessId): void {
    for (const observer of this.#observers) observer.asked(store, id);
  }

  answered(store: string, access: Access): void {
    for (const observer of this.#observers) observer.answered(store, access);
  }

  called(store: string, call: Call): void {
    for (const observer of this.#observers) observer.called(store, call);
  }
}
