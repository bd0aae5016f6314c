import type { GoString } from "../go/bytes.ts";
import type { GjsonValue } from "./gjson-value.ts";

/** Finds a path in a text, within the bounds of the evaluation that it belongs to. */
export type Get = (json: GoString, path: GoString, evaluation: Evaluation) => GjsonValue;

/** A path that asks for more work than any sensible one does. */
export class GjsonLimitError extends Error {
  constructor() {
    super("The path needs more steps than are allowed");
    this.name = "GjsonLimitError";
  }
}

/** Bytes that one evaluation may look at or write, counted again each time. */
const MAX_WORK = 64 * 1024 * 1024;

/** Paths inside paths, and values inside values where a modifier follows them. */
const MAX_DEPTH = 500;

/**
 * The bounds of one look-up. gjson itself has none: paths that copy a text twice and pipe the copies on, or
 * modifiers inside modifiers, take time and memory without end.
 */
export class Evaluation {
  readonly #get: Get;
  #work = 0;
  #depth = 0;

  constructor(get: Get) {
    this.#get = get;
  }

  /** Looks up a path inside the path that is being evaluated. */
  get(json: GoString, path: GoString): GjsonValue {
    return this.nested(() => this.#get(json, path, this));
  }

  /** Counts bytes of work. Throws GjsonLimitError when there were too many. */
  spend(bytes: number): void {
    this.#work += bytes + 1;
    if (this.#work > MAX_WORK) throw new GjsonLimitError();
  }

  /** Runs `work` one level deeper. Throws GjsonLimitError when that is too deep. */
  nested<Value>(work: () => Value): Value {
    if (this.#depth >= MAX_DEPTH) throw new GjsonLimitError();
    this.#depth++;
    try {
      return work();
    } finally {
      this.#depth--;
    }
  }
}
