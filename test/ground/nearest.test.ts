import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { nearestName } from "../../src/ground/nearest.ts";

const CASES: readonly (readonly [
  rule: string,
  misspelt: string,
  known: readonly string[],
  nearest: string | undefined,
])[] = [
  ["finds a name with a letter too many", "regionn", ["role", "region"], "region"],
  ["finds a name with a letter too few", "regon", ["role", "region"], "region"],
  ["finds a name with two letters swapped", "reigon", ["role", "region"], "region"],
  ["counts a swap at the last letter as one", "abdc", ["abcd"], "abcd"],
  ["ignores letter case", "REGION", ["role", "region"], "region"],
  ["takes the nearest one, wherever it stands", "abcdef", ["abcxyf", "abcdxf", "abxyef"], "abcdxf"],
  ["takes the first of two that are as near", "abcdef", ["abcdex", "abcdey"], "abcdex"],
  ["allows a third of the length", "abcdef", ["abcdxy"], "abcdxy"],
  ["allows no more than a third of the length", "abcdef", ["abcxyz"], undefined],
  ["allows one letter of a short name", "k", ["v"], "v"],
  ["finds nothing among no names", "a", [], undefined],
  ["allows eight edits", "x".repeat(40), ["x".repeat(48)], "x".repeat(48)],
  ["allows no more than eight edits", "x".repeat(40), ["x".repeat(49)], undefined],
  [
    "finds a swap beside the eighth letter too many",
    `${"x".repeat(33)}ab`,
    [`${"y".repeat(7)}${"x".repeat(33)}ba`],
    `${"y".repeat(7)}${"x".repeat(33)}ba`,
  ],
  ["compares names of 64 characters", "x".repeat(64), [`${"x".repeat(63)}y`], `${"x".repeat(63)}y`],
];

suite("nearestName", () => {
  for (const [rule, misspelt, known, nearest] of CASES) {
    test(rule, () => {
      assert.equal(nearestName(misspelt, known), nearest);
    });
  }

  test("does not look at the known names for one of more than 64 characters", () => {
    const { names, taken } = counted(10);
    assert.equal(nearestName("name1".padEnd(65, "x"), names), undefined);
    assert.equal(taken(), 0);
  });

  test("looks at 300 known names, and gives up at one more", () => {
    assert.equal(nearestName("namee7", counted(300).names), "name7");
    const { names, taken } = counted(10_000);
    assert.equal(nearestName("namee7", names), undefined);
    assert.equal(taken(), 301);
  });
});

/** Names, and how many of them were taken. */
function counted(count: number): { names: Iterable<string>; taken: () => number } {
  let taken = 0;
  const names = (function* (): Generator<string> {
    while (taken < count) yield `name${taken++}`;
  })();
  return { names, taken: () => taken };
}
