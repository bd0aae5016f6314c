import { LIMITS } from "../ground/limits.ts";

/**
 * What the look-ups of `remoteRef.property` in one run may take together, in bytes that are looked at or written; give
 * the same one to each of them. gjson and ESO have no such bound.
 */
export class PropertyBudget {
  #left: number;

  constructor(bytes: number = LIMITS.propertyWork) {
    this.#left = bytes;
  }

  /** Takes bytes of work. False where fewer are left, and ever after. */
  spend(bytes: number): boolean {
    this.#left -= bytes;
    return this.#left >= 0;
  }
}
