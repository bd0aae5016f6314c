import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { fromGoString, goStringOfBytes, toGoString } from "../../src/go/bytes.ts";
import { jsonToSecretData } from "../../src/providers/json-map.ts";

function mapOf(json: string): [string, string][] | undefined {
  const data = jsonToSecretData(toGoString(json));
  if (data === undefined) return undefined;
  return [...data].map(([key, value]) => [key, fromGoString(goStringOfBytes(value.reveal()))]);
}

const CASES: readonly (readonly [string, string, [string, string][] | undefined])[] = [
  [
    "keeps numbers as they are written",
    '{"a":1.50,"b":1e3,"c":12345678901234567890,"d":-0}',
    [
      ["a", "1.50"],
      ["b", "1e3"],
      ["c", "12345678901234567890"],
      ["d", "-0"],
    ],
  ],
  [
    "keeps objects and lists as they are written",
    '{"a":{"y" : 1, "x":2},"b":[ 1 ]}',
    [
      ["a", '{"y" : 1, "x":2}'],
      ["b", "[ 1 ]"],
    ],
  ],
  ["unescapes text", String.raw`{"a":"x\n\u00e9\"<"}`, [["a", 'x\né"<']]],
  [
    "leaves escapes inside of nested values",
    String.raw`{"a":{"b":"\u00e9"}}`,
    [["a", String.raw`{"b":"\u00e9"}`]],
  ],
  ["gives nothing for null", '{"a":null}', [["a", ""]]],
  [
    "takes booleans as text",
    '{"a":true,"b":false}',
    [
      ["a", "true"],
      ["b", "false"],
    ],
  ],
  ["takes the last of two members with one name", '{"a":1,"a":"two"}', [["a", "two"]]],
  ["gives U+FFFD for each unpaired surrogate", String.raw`{"a":"\ud83d\u0041"}`, [["a", "\ufffdA"]]],
  ["keeps the member __proto__", '{"__proto__":"x"}', [["__proto__", "x"]]],
  ["takes null for an object without members", "null", []],
  ["refuses a list", "[]", undefined],
  ["refuses a number", "1", undefined],
  ["refuses an empty text", "", undefined],
  ["refuses text after the object", "{} x", undefined],
  ["refuses a byte order mark", "\ufeff{}", undefined],
  ["refuses a line break inside a string", '{"a":"x\ny"}', undefined],
];

for (const [rule, json, expected] of CASES) {
  test(`jsonToSecretData() ${rule}`, () => {
    assert.deepEqual(mapOf(json), expected);
  });
}

test("jsonToSecretData() gives the text of every string member back", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string()), (members) => {
      assert.deepEqual(new Map(mapOf(JSON.stringify(members))), new Map(Object.entries(members)));
    }),
  );
});
