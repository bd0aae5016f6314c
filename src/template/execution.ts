import type { GoString } from "../go/bytes.ts";
import { Budget, type RunBudget } from "./budget.ts";
import type { TemplateLimits } from "./limits.ts";
import type { RandomSource } from "./seeded-random.ts";
import type { CallContext, Dict, Value } from "./values.ts";
import { LimitError, NondeterministicError } from "./values.ts";

/** What a pipeline gives: a value, or undefined where Go has no value at all (its zero reflect.Value). */
export type Operand = Value | undefined;

/** What an execution is started with. */
export interface ExecutionOptions {
  readonly name: GoString;
  readonly data: Dict;
  /** Whether a key that the data or a map does not have is an error (Go: missingkey=error). */
  readonly isStrict: boolean;
  readonly limits: TemplateLimits;
  /** What it shares with other templates. */
  readonly shared: RunBudget | undefined;
  readonly random: RandomSource | undefined;
}

/** The state of one execution of a template, and what its functions may use. */
export class Execution implements CallContext {
  readonly data: Dict;
  readonly isStrict: boolean;
  readonly variables = new VariableStack();
  readonly budget: Budget;
  output: GoString = "";
  dot: Operand;
  /** Byte offset of the action that is executed. */
  pos = 0;
  /** Arguments of the function that is called, for salts. */
  callArguments: readonly Value[] = [];
  readonly #options: ExecutionOptions;
  readonly #draws = new Map<string, number>();
  #depth = 0;
  #levels = 0;

  constructor(options: ExecutionOptions) {
    this.#options = options;
    this.data = options.data;
    this.dot = options.data;
    this.isStrict = options.isStrict;
    this.budget = new Budget(options.limits, options.shared);
  }

  write(text: GoString): void {
    this.output += text;
    this.budget.checkOutput(this.output.length);
  }

  /** Enters a template that is called from inside `levels` nested blocks; `leave` goes back. */
  enter(levels: number): void {
    this.#depth++;
    this.#levels += levels;
    const { depth } = this.#options.limits;
    if (this.#depth > depth || this.#levels > LEVELS_PER_DEPTH * depth) {
      throw new LimitError(`templates call one another more than ${depth} deep`);
    }
  }

  leave(levels: number): void {
    this.#depth--;
    this.#levels -= levels;
  }

  charge(steps: number): void {
    this.budget.charge(steps);
  }

  allocate(bytes: number): void {
    this.budget.allocate(bytes);
  }

  random(functionName: string, length: number): Uint8Array {
    const source = this.#options.random;
    if (source === undefined) throw new NondeterministicError("gives another result in each render");
    const ordinal = this.#draws.get(functionName) ?? 0;
    this.#draws.set(functionName, ordinal + 1);
    this.charge(STEPS_PER_DRAW + length / BYTES_PER_STEP);
    this.allocate(length);
    const { name: templateName } = this.#options;
    return source.random({ templateName, functionName, ordinal, args: this.callArguments }, length);
  }

  now(): number {
    const now = this.#options.random?.now;
    if (now === undefined) throw new NondeterministicError("reads the clock");
    return now;
  }
}

/** How many nested blocks a called template may have on average, so that JavaScript's stack suffices on any machine. */
const LEVELS_PER_DEPTH = 3;

/** Deriving a generator's seed takes at most as long as 500 steps, and so does its output for each 500 bytes. */
const STEPS_PER_DRAW = 500;
const BYTES_PER_STEP = 1;

/**
 * Variables in scope, the last declared of a name before the others. Scopes end by cutting the stack; a called
 * template sees only what was declared since it began. Names are numbers that the compiler gave.
 */
class VariableStack {
  readonly #names: number[] = [];
  readonly #values: Operand[] = [];
  #base = 0;

  /** How many variables there are: a mark for `cut`. */
  get length(): number {
    return this.#names.length;
  }

  cut(length: number): void {
    if (this.#names.length === length) return;
    this.#names.length = length;
    this.#values.length = length;
  }

  declare(name: number, value: Operand): void {
    this.#names.push(name);
    this.#values.push(value);
  }

  /** Position of the last variable of a name; -1 where there is none. */
  find(name: number): number {
    let at = this.#names.length - 1;
    while (at >= this.#base && this.#names[at] !== name) at--;
    return at >= this.#base ? at : -1;
  }

  get(position: number): Operand {
    return this.#values[position];
  }

  set(position: number, value: Operand): void {
    this.#values[position] = value;
  }

  /** Hides all variables that there are; gives what `show` needs to show them again. */
  hide(): number {
    const base = this.#base;
    this.#base = this.#names.length;
    return base;
  }

  show(base: number): void {
    this.cut(this.#base);
    this.#base = base;
  }
}
