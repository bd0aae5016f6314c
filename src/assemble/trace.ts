import { fromGoString } from "../go/bytes.ts";
import type { Step } from "../plan/render-plan.ts";
import type { Entries } from "./entries.ts";

/** Where an entry's keys are on their way: as the store has them, after an operation of rewrite, in the end. */
export type Stage = "read" | "rewritten" | "given";

/** Told of the keys of an entry at each stage, after each operation of rewrite in order. Never of values. */
export type Trace = (step: Step, stage: Stage, keys: readonly string[]) => void;

/** The keys of entries as text. */
export function keysOf(entries: Entries): string[] {
  return [...entries.keys()].map(fromGoString);
}
