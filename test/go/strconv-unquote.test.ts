import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { unquote, unquoteChar } from "../../src/go/strconv-unquote.ts";

const LITERALS: readonly (readonly [string, string | undefined])[] = [
  ["", undefined],
  ['"', undefined],
  ['""', ""],
  ["''", ""],
  ["``", ""],
  ['"a"', "a"],
  ["'a'", "a"],
  ["'ab'", undefined],
  ["`a\\n\r`", "a\\n"],
  ["`a`b`", undefined],
  ['"a\nb"', undefined],
  ['"\\n\\t\\\\\\""', '\n\t\\"'],
  ['"\\\'"', undefined],
  ["'\\''", "'"],
  ["'\\\"'", undefined],
  ['"\\x41\\101\\u00e9\\U0001F600"', "AA\xc3\xa9\xf0\x9f\x98\x80"],
  ['"\\xff"', "\xff"],
  ["'\\xff'", "\xff"],
  ['"\\400"', undefined],
  ['"\\ud800"', undefined],
  ['"\\U00110000"', undefined],
  ['"\\u00e"', undefined],
  ['"\\z"', undefined],
  ['"\\"', undefined],
  ['"a"b"', undefined],
  ['"\xff"', "\xef\xbf\xbd"],
  ['"\xff\\n"', "\xef\xbf\xbd\n"],
  ["'\xc3\xa9'", "\xc3\xa9"],
  ["'\n'", undefined],
  ["a", undefined],
  ["\"a'", undefined],
];

describe("strconv-unquote", () => {
  test("unquote() reads what Go reads", () => {
    for (const [literal, expected] of LITERALS)
      assert.equal(unquote(literal), expected, JSON.stringify(literal));
  });

  test("unquoteChar() tells where the next character begins, and whether it is a byte", () => {
    assert.deepEqual(unquoteChar("a\\xffb", 1, '"'), { rune: 0xff, end: 5, isByte: true });
    assert.deepEqual(unquoteChar("\\u00ff", 0, '"'), { rune: 0xff, end: 6, isByte: false });
    assert.deepEqual(unquoteChar("\xc3\xa9'", 0, "'"), { rune: 0xe9, end: 2, isByte: false });
    assert.equal(unquoteChar("'", 0, "'"), undefined);
    assert.equal(unquoteChar("", 0, "'"), undefined);
  });
});
