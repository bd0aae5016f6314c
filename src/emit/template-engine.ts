import type { Transform } from "../assemble/rewrite.ts";
import type { GoString } from "../go/bytes.ts";
import { RunBudget } from "../template/budget.ts";
import { ALL_FUNCS } from "../template/funcs/all.ts";
import type { RandomSource } from "../template/seeded-random.ts";
import { seededRandom } from "../template/seeded-random.ts";
import type { TemplateInput } from "./apply-template.ts";
import { runTemplate } from "./run-template.ts";

/** What functions draw on whose result would change with each render. */
export interface TemplateSeed {
  /** At least 32 secret bytes. */
  readonly key: Uint8Array;
  /** What the clock shows, in milliseconds since 1970. */
  readonly time: number;
}

/** Runs all templates of one render, over one budget. */
export interface TemplateEngine {
  readonly transform: Transform;
  readonly templates: TemplateInput["templates"];
}

/** An engine for one render; without a seed, functions that draw on one are refused. */
export function openTemplateEngine(seed?: TemplateSeed): TemplateEngine {
  const run = new RunBudget();
  return {
    transform: (template, key) =>
      runTemplate({
        name: "transform",
        text: template,
        data: new Map([["value", key]]),
        funcs: ALL_FUNCS,
        missingKey: "default",
        budget: run,
        random: randomOf(seed, ["rewrite", key]),
      }),
    templates: (data, identity) => {
      const budget = run.forSecret();
      const random = randomOf(seed, identity);
      return (name, text) =>
        runTemplate({ name, text, data, funcs: ALL_FUNCS, missingKey: "error", budget, random });
    },
  };
}

function randomOf(seed: TemplateSeed | undefined, identity: readonly GoString[]): RandomSource | undefined {
  return seed === undefined ? undefined : seededRandom({ seed: seed.key, now: seed.time, identity });
}
