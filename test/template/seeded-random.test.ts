import assert from "node:assert/strict";
import { test } from "node:test";

import { seededRandom } from "../../src/template/seeded-random.ts";

const SEED = new Uint8Array(32).fill(42);
const DRAW = { templateName: "password", functionName: "randAlphaNum", ordinal: 0, args: [] };

function draw(identity: readonly string[], changes: Partial<typeof DRAW> = {}): string {
  return Buffer.from(seededRandom({ seed: SEED, identity }).random({ ...DRAW, ...changes }, 24)).toString(
    "hex",
  );
}

test("seededRandom() gives the same bytes for the same draw", () => {
  assert.equal(draw(["default", "app"]), draw(["default", "app"]));
});

test("seededRandom() gives other bytes for another Secret, function or ordinal", () => {
  const draws = [
    draw(["default", "app"]),
    draw(["default", "other"]),
    draw(["defaultapp"]),
    draw(["default", "app"], { ordinal: 1 }),
    draw(["default", "app"], { functionName: "uuidv4" }),
    draw(["default", "app"], { templateName: "token" }),
  ];
  assert.equal(new Set(draws).size, draws.length);
});

test("seededRandom() refuses a seed of fewer than 32 bytes", () => {
  assert.throws(() => seededRandom({ seed: new Uint8Array(31), identity: [] }), RangeError);
});
