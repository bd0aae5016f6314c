import assert from "node:assert/strict";
import { test } from "node:test";

import { manifestFiles, runFile } from "./conformance.ts";

for (const file of manifestFiles()) {
  test(`render gives the operator's Secrets, or refuses as it does: ${file}`, async () => {
    const { failures, needless } = await runFile(file);
    assert.deepEqual(failures, []);
    assert.deepEqual(needless, [], "these cases pass, and must leave the skip list");
  });
}
