import assert from "node:assert/strict";
import { test } from "node:test";

import { WorkBudget } from "../../src/ground/work-budget.ts";

test("WorkBudget.spend() grants what is there, and nothing after it was asked for more", () => {
  const budget = new WorkBudget(10);
  assert.deepEqual(
    [4, 6, 1, 0].map((bytes) => budget.spend(bytes)),
    [true, true, false, false],
  );
});
