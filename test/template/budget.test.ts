import assert from "node:assert/strict";
import { test } from "node:test";

import { RunBudget } from "../../src/template/budget.ts";
import { SECRET_LIMITS } from "../../src/template/limits.ts";
import { failureOf, render } from "./render.ts";

const LOOP = "{{ range 1000 }}{{ end }}";

/** How many times a template renders with one budget before it is refused, and with which words. */
function exhaust(budget: RunBudget, text: string): { renders: number; what: string } {
  for (let renders = 0; renders < 10_000; renders++) {
    if (budget.steps === 0 || budget.output === 0)
      return { renders, what: failureOf(text, {}, { budget }).what };
    try {
      render(text, {}, { budget });
    } catch {
      return { renders, what: failureOf(text, {}, { budget }).what };
    }
  }
  throw new Error("It was never refused");
}

test("RunBudget ends the templates of one Secret, and not those of the next one", () => {
  const run = new RunBudget();
  const { what } = exhaust(run.forSecret(), LOOP);
  assert.equal(
    what,
    `all templates of one ExternalSecret together take more than ${SECRET_LIMITS.steps} steps`,
  );
  assert.equal(render(LOOP, {}, { budget: run.forSecret() }), "");
});

test("RunBudget ends all templates of a run together, whichever Secret they belong to", () => {
  const run = new RunBudget({ steps: 10_000, output: 1000 });
  const { renders } = exhaust(run.forSecret(), LOOP);
  assert.ok(renders > 0);
  const { what } = failureOf(LOOP, {}, { budget: run.forSecret() });
  assert.equal(what, "all templates together take more than 10000 steps");
});

test("RunBudget counts the output of all templates", () => {
  const run = new RunBudget({ steps: 10_000, output: 1000 });
  const { renders, what } = exhaust(run, "x".repeat(100));
  assert.equal(renders, 10);
  assert.equal(what, "all templates together write more than 1000 bytes");
});

test("RunBudget counts what a template used that failed", () => {
  const run = new RunBudget({ steps: 10_000, output: 1000 });
  const failing = `${LOOP}{{ fail "no" }}`;
  while (run.steps > 0) assert.ok(["exec", "limit"].includes(failureOf(failing, {}, { budget: run }).kind));
  assert.equal(failureOf("{{ 1 }}", {}, { budget: run }).kind, "limit");
});
