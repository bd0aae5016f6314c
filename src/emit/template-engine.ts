import type { Transform } from "../assemble/rewrite.ts";
import type { GoString } from "../go/bytes.ts";
import { RunBudget } from "../template/budget.ts";
import { loadFuncs } from "../template/funcs/load.ts";
import type { RandomSource } from "../template/seeded-random.ts";
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

export interface TemplateEngineOptions {
  /** All templates that will be run, so that only the functions that they name are loaded; undefined loads all. */
  readonly texts?: Iterable<GoString> | undefined;
  /** Without it, functions that draw on one are refused. */
  readonly seed?: TemplateSeed | undefined;
}

/** An engine for one render. */
export async function openTemplateEngine({ texts, seed }: TemplateEngineOptions): Promise<TemplateEngine> {
  const funcs = await loadFuncs(texts);
  const randomOf = seed === undefined ? () => undefined : await openRandom(seed);
  const run = new RunBudget();
  return {
    transform: (template, key) =>
      runTemplate({
        name: "transform",
        text: template,
        data: new Map([["value", key]]),
        funcs,
        missingKey: "default",
        budget: run,
        random: randomOf(["rewrite", key]),
      }),
    templates: (data, identity) => {
      const shared = {
        data,
        funcs,
        missingKey: "error",
        budget: run.forSecret(),
        random: randomOf(identity),
      } as const;
      return (name, text) => runTemplate({ name, text, ...shared });
    },
  };
}

async function openRandom({
  key,
  time,
}: TemplateSeed): Promise<(identity: readonly string[]) => RandomSource> {
  const { seededRandom } = await import("../template/seeded-random.ts");
  return (identity) => seededRandom({ seed: key, now: time, identity });
}
