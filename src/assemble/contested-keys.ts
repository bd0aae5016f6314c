import type { Diagnostic, Located } from "../ground/diagnostic.ts";
import { errorAt } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import type { Step } from "../plan/render-plan.ts";
import type { Rivalry } from "./rename-keys.ts";
import { conflictOf } from "./rename-keys.ts";

/** Keys of a Secret whose value is random in ESO, for as long as no later entry gives them a value that is certain. */
export class ContestedKeys {
  readonly #rivalries = new Map<string, Rivalry>();

  /** A key gets a value, which is certain where there is no rivalry. */
  put(key: string, rivalry: Rivalry | undefined): void {
    if (rivalry === undefined) this.#rivalries.delete(key);
    else this.#rivalries.set(key, rivalry);
  }

  /** An entry failed that would have given its key a value: that is told, and the key is not. */
  putFailed(step: Step): void {
    if (step.kind === "data") this.#rivalries.delete(step.data.secretKey);
  }

  /** One error for each operation of a rewrite that made keys of which it is not certain what they hold. */
  conflicts(located: Located): Diagnostic[] {
    const first = new Map<FieldPath, Rivalry>();
    for (const rivalry of this.#rivalries.values())
      if (!first.has(rivalry.path)) first.set(rivalry.path, rivalry);
    return [...first.values()].map((rivalry) => errorAt(located, rivalry.path, conflictOf(rivalry)));
  }
}
