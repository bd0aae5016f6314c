import assert from "node:assert/strict";
import { test } from "node:test";

import { skipWithout } from "../../servers/find.ts";
import { runRecording } from "./conformance.ts";

const MOST_SKIPPED = 0.02;

test(
  "render reads from a real server what the operator reads, or refuses as it does",
  { skip: skipWithout("openbao") },
  async () => {
    const { total, skipped, failures, needless } = await runRecording();
    assert.deepEqual(failures, []);
    assert.deepEqual(needless, [], "these cases pass, and must leave the lists");
    assert.ok(skipped.length <= total * MOST_SKIPPED, `${skipped.length} of ${total} cases are skipped`);
  },
);
