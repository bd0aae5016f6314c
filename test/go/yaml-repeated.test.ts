import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { toGoString } from "../../src/go/bytes.ts";
import { parseYaml } from "../../src/go/yaml-parse.ts";
import type { RepeatedKey } from "../../src/go/yaml-repeated.ts";
import { repeatedKeys } from "../../src/go/yaml-repeated.ts";

const CASES: readonly (readonly [rule: string, text: string, repeated: readonly RepeatedKey[]])[] = [
  ["finds none where each stands once", "a: {b: 1}\nc: {b: 1}\n", []],
  ["finds one, and how far above the other one stands", "a: 1\nb: 2\na: 3\n", [{ path: ["a"], distance: 2 }]],
  [
    "finds those in lists, flow mappings and one another",
    "a:\n- {x: 1, x: 2}\n- b:\n  b: {c: 1, c: 2}\n",
    [
      { path: ["a", 0, "x"], distance: 0 },
      { path: ["a", 1, "b"], distance: 1 },
      { path: ["a", 1, "b", "c"], distance: 0 },
    ],
  ],
  ["tells one once, however often it stands", "a: 1\na: 2\na: 3\n", [{ path: ["a"], distance: 1 }]],
  [
    "compares keys as they are read",
    "1: a\n'1': b\ntrue: c\nyes: d\n",
    [
      { path: ["1"], distance: 1 },
      { path: ["true"], distance: 1 },
    ],
  ],
  ["leaves << alone, and what overrides it", "x: &x {a: 1}\ny:\n  <<: *x\n  a: 2\n  <<: {b: 1}\n", []],
  ["leaves aliases alone", "x: &x {a: 1}\ny: *x\nz: *x\n", []],
];

suite("repeatedKeys", () => {
  for (const [rule, text, repeated] of CASES) {
    test(rule, () => {
      const root = parseYaml(toGoString(text));
      assert.ok(root !== undefined);
      assert.deepEqual(repeatedKeys(root), repeated);
    });
  }
});
