import assert from "node:assert/strict";
import { test } from "node:test";

import { runTemplateFile, templateFiles } from "./conformance.ts";

/** Cases that end otherwise, each with the reason. */
const SKIPPED: ReadonlyMap<string, string> = new Map([
  ["dates: now and ago: stable facts", "the clock is refused: the result would change with each render"],
  ["lang: size: recursion of a thousand templates", "templates may call one another 100 deep"],
]);

/** A function that is not built in, or whose result would change with each render. */
const REFUSED = /is not built in yet|gives another result in each render/;

for (const file of templateFiles()) {
  test(`applyTemplate() gives the operator's bytes, or refuses as it does: ${file}`, () => {
    const { failures } = runTemplateFile(file);
    const unexplained = failures.filter(
      (failure) => !REFUSED.test(failure) && ![...SKIPPED.keys()].some((name) => failure.startsWith(name)),
    );
    assert.deepEqual(unexplained, []);
  });
}
