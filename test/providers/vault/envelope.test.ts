import assert from "node:assert/strict";
import { test } from "node:test";

import { toGoString } from "../../../src/go/bytes.ts";
import { LIMITS } from "../../../src/ground/limits.ts";
import { parseEnvelope } from "../../../src/providers/vault/envelope.ts";

/** An answer whose data has lists, so that there are so many levels in all. */
function answer(levels: number): string {
  return `{"data":{"a":${"[".repeat(levels - 2)}${"]".repeat(levels - 2)}}}`;
}

test("parseEnvelope() reads as many levels as an answer may have, and no more", () => {
  assert.notEqual(parseEnvelope(toGoString(answer(LIMITS.answerDepth))), undefined);
  assert.equal(parseEnvelope(toGoString(answer(LIMITS.answerDepth + 1))), undefined);
});
