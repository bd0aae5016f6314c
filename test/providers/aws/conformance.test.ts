import assert from "node:assert/strict";
import { test } from "node:test";

import { skipWithout } from "../../servers/find.ts";
import { runServerCases } from "./conformance.ts";
import { SKIPPED } from "./conformance-skips.ts";

test(
  "AWS stores give the operator's Secrets, or refuse as it does",
  { skip: skipWithout("moto") },
  async () => {
    const { failures, needless, total } = await runServerCases();
    assert.deepEqual(failures, []);
    assert.deepEqual(needless, [], "these cases pass, and must leave the skip list");
    assert.ok(SKIPPED.size <= total * 0.02, `${SKIPPED.size} of ${total} are skipped`);
  },
);
