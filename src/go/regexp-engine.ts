import { createRequire } from "node:module";
import type * as Engine from "re2js";

let engine: typeof Engine | undefined;

/** The engine of regular expressions, loaded when the first one is compiled: few runs have any, and it is large. */
export function regexpEngine(): typeof Engine {
  engine ??= createRequire(import.meta.url)("re2js") as typeof Engine;
  return engine;
}
