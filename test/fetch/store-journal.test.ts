import assert from "node:assert/strict";
import { test } from "node:test";

import { DENIED } from "../../src/fetch/store-journal.ts";
import { CODES } from "../../src/ground/codes.ts";

test("DENIED holds the codes of exit code 77", () => {
  const denied = Object.entries(CODES).filter(([, { exit }]) => exit === 77);
  assert.deepEqual([...DENIED].toSorted(), denied.map(([code]) => code).toSorted());
});
