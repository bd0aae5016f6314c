import fc from "fast-check";

import { toGoString } from "../../src/go/bytes.ts";
import { renderTemplate } from "../../src/template/engine.ts";
import { loadFuncs } from "../../src/template/funcs/load.ts";
import { seededRandom } from "../../src/template/seeded-random.ts";
import { TemplateError } from "../../src/template/template-error.ts";
import { fuzzData } from "./template-data.ts";
import { templates } from "./template-grammar.ts";

/** Templates to run, the time to stop at in minutes, and the seed that a failure names. */
const [runs = "1000000", minutes = "60", seed = String(Date.now() % 0x7fffffff)] = process.argv.slice(2);

const MAX_MILLISECONDS = 2000;
const MAX_RSS = 300 * 1024 * 1024;
const REPORT_EVERY = 50_000;

const funcs = await loadFuncs();
const random = seededRandom({
  seed: new Uint8Array(32).fill(1),
  identity: ["fuzz"],
  now: Date.UTC(2026, 0, 1),
});
const data = fuzzData(funcs, random);
const outcomes = new Map<string, number>();
let count = 0;
let slowest = { time: 0, text: "" };
let peak = 0;

console.log(`seed ${seed}: ${runs} templates, at most ${minutes} minutes`);
fc.assert(fc.property(templates(funcs), check), {
  numRuns: Number(runs),
  interruptAfterTimeLimit: Number(minutes) * 60_000,
  seed: Number(seed),
});
report();
console.log(`the slowest: ${JSON.stringify(slowest.text)}`);

/** Renders once: a text or a TemplateError, in time and within memory. */
function check(text: string): void {
  const { outcome, time } = timed(text);
  if (time > slowest.time) slowest = { time, text };
  peak = Math.max(peak, count % 16 === 0 ? process.memoryUsage.rss() : 0);
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  if (++count % REPORT_EVERY === 0) report();
  if (time > MAX_MILLISECONDS) throw new Error(`It took ${time.toFixed(0)} ms`);
  if (peak > MAX_RSS) throw new Error(`It used ${(peak / 1024 / 1024).toFixed(0)} MiB`);
}

/** The time is that of the clock or of the processor, whichever is less: others use the machine too. */
function timed(text: string): { outcome: string; time: number } {
  const [clock, processor] = [performance.now(), process.cpuUsage()];
  const outcome = outcomeOf(text);
  const { user, system } = process.cpuUsage(processor);
  return { outcome, time: Math.min(performance.now() - clock, (user + system) / 1000) };
}

function outcomeOf(text: string): string {
  try {
    renderTemplate({ name: "fuzz", text: toGoString(text), data, funcs, random });
    return "rendered";
  } catch (error) {
    if (error instanceof TemplateError) return error.kind;
    throw error;
  }
}

function report(): void {
  const kinds = [...outcomes].map(([kind, times]) => `${kind} ${times}`).join(", ");
  const memory = (peak / 1024 / 1024).toFixed(0);
  console.log(
    `${count} templates (${kinds}); slowest ${slowest.time.toFixed(0)} ms, at most ${memory} MiB resident`,
  );
}
