import assert from "node:assert/strict";
import { test } from "node:test";

import { runTemplateFile, templateFiles } from "./conformance.ts";

for (const file of templateFiles()) {
  test(`applyTemplate() gives the operator's bytes, or refuses as it does: ${file}`, () => {
    assert.deepEqual(runTemplateFile(file).failures, []);
  });
}
