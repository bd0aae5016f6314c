import { LIMITS } from "../ground/limits.ts";

/** What is left for the regular expressions of several rewrites together; one for all ExternalSecrets of a run. */
export class RewriteBudget {
  /** The whole of it, in instructions of the expressions times bytes of the keys. */
  readonly limit: number;
  #left: number;

  constructor(limit: number = LIMITS.rewriteWork) {
    this.limit = limit;
    this.#left = limit;
  }

  /** Takes work that is to be done. False where less is left: then it must not be done. */
  take(work: number): boolean {
    this.#left -= work;
    return this.#left >= 0;
  }
}
