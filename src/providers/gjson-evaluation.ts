import type { WorkBudget } from "../ground/work-budget.ts";
import type { GoString } from "../go/bytes.ts";
import type { GjsonValue } from "./gjson-value.ts";

/** Finds a path in a text, within the bounds of the evaluation that it belongs to. */
export type Get = (json: GoString, path: GoString, evaluation: Evaluation) => GjsonValue;

/** A path that asks for more work than any sensible one does, or all paths of a run that do so together. */
export class GjsonLimitError extends Error {
  readonly whose: "path" | "run";

  constructor(whose: "path" | "run") {
    super(`The ${whose === "path" ? "path needs" : "paths of the run need"} more steps than are allowed`);
    this.name = "GjsonLimitError";
    this.whose = whose;
  }
}

const KiB = 1024;
const MiB = 1024 * KiB;

/** Bytes that one look-up may look at or write for each byte of its text, counted again each time. */
const WORK_PER_BYTE = 64;

/** The same for short texts, and for long ones. */
const LEAST_WORK = MiB;
const MAX_WORK = 64 * MiB;

/** What each step costs beyond its bytes. */
const STEP = 32;

/** Paths inside paths, and values inside values where a modifier follows them. */
const MAX_DEPTH = 500;

/**
 * The bounds of one look-up. gjson itself has none: paths that copy a text twice and pipe the copies on, or
 * modifiers inside modifiers, take time and memory without end.
 */
export class Evaluation {
  readonly #get: Get;
  readonly #budget: WorkBudget;
  #left: number;
  #depth = 0;

  /** `size` is the length of the text in which the look-up begins; what is done is taken from `budget` too. */
  constructor(get: Get, size: number, budget: WorkBudget) {
    this.#get = get;
    this.#budget = budget;
    this.#left = Math.min(MAX_WORK, Math.max(LEAST_WORK, size * WORK_PER_BYTE));
  }

  /** Looks up a path inside the path that is being evaluated. */
  get(json: GoString, path: GoString): GjsonValue {
    return this.nested(() => this.#get(json, path, this));
  }

  /** Counts a step over two texts, mostly one and a path. Throws GjsonLimitError when there were too many. */
  step(first: GoString, second: GoString): void {
    this.spend(STEP + first.length + second.length);
  }

  /** Counts bytes of work. Throws GjsonLimitError when there were too many. */
  spend(bytes: number): void {
    this.#left -= bytes + 1;
    if (!this.#budget.spend(bytes + 1)) throw new GjsonLimitError("run");
    if (this.#left < 0) throw new GjsonLimitError("path");
  }

  /** Runs `work` one level deeper. Throws GjsonLimitError when that is too deep. */
  nested<Value>(work: () => Value): Value {
    if (this.#depth >= MAX_DEPTH) throw new GjsonLimitError("path");
    this.#depth++;
    try {
      return work();
    } finally {
      this.#depth--;
    }
  }
}
