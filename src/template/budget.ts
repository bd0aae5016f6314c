import type { RunLimits, TemplateLimits } from "./limits.ts";
import { RUN_LIMITS } from "./limits.ts";
import { LimitError } from "./values.ts";

/** What is left for all templates of one run; give the same one to each render. */
export class RunBudget {
  readonly #limits: RunLimits;
  #steps = 0;
  #output = 0;

  constructor(limits: RunLimits = RUN_LIMITS) {
    this.#limits = limits;
  }

  /** Counts what one template has used. Throws a LimitError where that is more than was left. */
  spend(steps: number, output: number): void {
    this.#steps += steps;
    this.#output += output;
    if (this.#steps > this.#limits.steps) {
      throw new LimitError(`all templates together take more than ${this.#limits.steps} steps`);
    }
    if (this.#output > this.#limits.output) {
      throw new LimitError(`all templates together write more than ${this.#limits.output} bytes`);
    }
  }
}

/** What is left for one template: its steps and the bytes that it may allocate. */
export class Budget {
  readonly #limits: TemplateLimits;
  #steps: number;
  #allocation: number;

  constructor(limits: TemplateLimits) {
    this.#limits = limits;
    this.#steps = limits.steps;
    this.#allocation = limits.allocation;
  }

  /** Takes steps. Throws a LimitError where fewer are left. */
  charge(steps: number): void {
    this.#steps -= steps;
    if (!(this.#steps >= 0)) throw new LimitError(`it takes more than ${this.#limits.steps} steps`);
  }

  /** Takes bytes of memory. Throws a LimitError where fewer are left. */
  allocate(bytes: number): void {
    this.#allocation -= bytes;
    if (!(this.#allocation >= 0)) {
      throw new LimitError(
        `its functions make more than ${this.#limits.allocation} bytes of strings and lists`,
      );
    }
  }

  /** How many steps were taken. */
  get stepsTaken(): number {
    return this.#limits.steps - this.#steps;
  }
}
