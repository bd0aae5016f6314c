import type { RunLimits, TemplateLimits } from "./limits.ts";
import { RUN_LIMITS, SECRET_LIMITS } from "./limits.ts";
import { LimitError } from "./values.ts";

/** What is left for several templates together; give the same one to each of their renders. */
export class RunBudget {
  readonly #limits: RunLimits;
  readonly #whose: string;
  readonly #parent: RunBudget | undefined;
  #steps: number;
  #output: number;

  /** `whose` begins messages: `all templates together`. What is taken here is taken from `parent` too. */
  constructor(limits: RunLimits = RUN_LIMITS, whose = "all templates together", parent?: RunBudget) {
    this.#limits = limits;
    this.#whose = whose;
    this.#parent = parent;
    this.#steps = limits.steps;
    this.#output = limits.output;
  }

  /** A budget for the templates of one Secret, within this one. */
  forSecret(): RunBudget {
    return new RunBudget(SECRET_LIMITS, "all templates of one ExternalSecret together", this);
  }

  /** Steps that are left. */
  get steps(): number {
    return Math.max(0, Math.min(this.#steps, this.#parent?.steps ?? Infinity));
  }

  /** Bytes of output that are left. */
  get output(): number {
    return Math.max(0, Math.min(this.#output, this.#parent?.output ?? Infinity));
  }

  /** Takes what one template has used. */
  spend(steps: number, output: number): void {
    this.#steps -= steps;
    this.#output -= output;
    this.#parent?.spend(steps, output);
  }

  /** The error of a template that needs more than is left. */
  exceeded(what: "steps" | "output"): LimitError {
    const own = what === "steps" ? this.#steps : this.#output;
    if (this.#parent !== undefined && this.#parent[what] < own) return this.#parent.exceeded(what);
    const limit = this.#limits[what];
    return new LimitError(
      what === "steps"
        ? `${this.#whose} take more than ${limit} steps`
        : `${this.#whose} write more than ${limit} bytes`,
    );
  }
}

/** What is left for one template: its steps, what it may write, and the bytes that its functions may allocate. */
export class Budget {
  readonly #limits: TemplateLimits;
  readonly #shared: RunBudget | undefined;
  readonly #initialSteps: number;
  readonly #output: number;
  #steps: number;
  #allocation: number;

  constructor(limits: TemplateLimits, shared: RunBudget | undefined) {
    this.#limits = limits;
    this.#shared = shared;
    this.#initialSteps = Math.min(limits.steps, shared?.steps ?? Infinity);
    this.#output = Math.min(limits.output, shared?.output ?? Infinity);
    this.#steps = this.#initialSteps;
    this.#allocation = limits.allocation;
  }

  /** Takes steps. Throws a LimitError where fewer are left. */
  charge(steps: number): void {
    this.#steps -= steps;
    if (!(this.#steps >= 0)) throw this.#stepsExceeded();
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

  /** Throws a LimitError where output of this length is too much. */
  checkOutput(length: number): void {
    if (length > this.#output) throw this.#outputExceeded();
  }

  /** Tells the shared budget what was used, whether the template was finished or not. */
  settle(output: number): void {
    this.#shared?.spend(this.#initialSteps - this.#steps, output);
  }

  #stepsExceeded(): LimitError {
    const { steps } = this.#limits;
    const isOwn = this.#initialSteps === steps || this.#shared === undefined;
    return isOwn ? new LimitError(`it takes more than ${steps} steps`) : this.#shared.exceeded("steps");
  }

  #outputExceeded(): LimitError {
    const { output } = this.#limits;
    const isOwn = this.#output === output || this.#shared === undefined;
    return isOwn ? new LimitError(`it writes more than ${output} bytes`) : this.#shared.exceeded("output");
  }
}
