import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import type { ConversionStrategy } from "../../src/eso/external-secret.ts";
import { fromGoString, toGoString } from "../../src/go/bytes.ts";
import { convertKey, convertKeys } from "../../src/providers/convert-key.ts";

const CASES: readonly (readonly [string, ConversionStrategy | undefined, string])[] = [
  ["a/b", undefined, "a_b"],
  ["a/b", "Default", "a_b"],
  ["a/b", "Unicode", "a_U002f_b"],
  ["[", "Unicode", "_U005b_"],
  ["😀", "Default", "_"],
  ["😀", "Unicode", "_U1f600_"],
  ["é中²Ⅷ", "Default", "é中²Ⅷ"],
  ["A-z.0_9", "Unicode", "A-z.0_9"],
  ["/a//b/", "Default", "_a__b_"],
  ["", "Default", ""],
];

for (const [name, strategy, expected] of CASES) {
  test(`convertKey() makes ${JSON.stringify(expected)} of ${JSON.stringify(name)} by ${strategy ?? "no strategy"}`, () => {
    assert.equal(fromGoString(convertKey(strategy, toGoString(name))), expected);
  });
}

test("convertKey() replaces each byte that is not UTF-8", () => {
  assert.equal(convertKey("Unicode", "a\xff\xfe"), "a_Ufffd__Ufffd_");
});

test("convertKey() changes nothing in what it made", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.constantFrom("Default", "Unicode"), (name, strategy) => {
      const once = convertKey(strategy, toGoString(name));
      assert.equal(convertKey(strategy, once), once);
    }),
  );
});

test("convertKeys() names the first two names that become one", () => {
  const result = convertKeys(
    "Default",
    new Map([
      ["x", 0],
      ["a/b", 1],
      ["a_b", 2],
    ]),
  );
  assert.deepEqual(result, { collision: { first: "a/b", second: "a_b", key: "a_b" } });
});

test("convertKeys() keeps names apart by the strategy Unicode", () => {
  const result = convertKeys(
    "Unicode",
    new Map([
      ["a/b", 1],
      ["a_b", 2],
    ]),
  );
  assert.deepEqual(result, {
    converted: new Map([
      ["a_U002f_b", 1],
      ["a_b", 2],
    ]),
  });
});
