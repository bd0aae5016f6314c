import assert from "node:assert/strict";
import { test } from "node:test";

import { toGoString } from "../../src/go/bytes.ts";
import type { GoJson } from "../../src/go/json-marshal.ts";
import { parseJson } from "../../src/go/json-parse.ts";
import { byteValue } from "../../src/providers/byte-value.ts";
import { decodedValueOf } from "../../src/providers/decode-json.ts";

const DECODED: readonly (readonly [string, string])[] = [
  ['"text <&>"', "text <&>"],
  ["null", ""],
  ["true", "true"],
  ["1.50", "1.5"],
  ["1e21", "1000000000000000000000"],
  ["12345678901234567890", "12345678901234567000"],
  ["1.5e-9", "0.0000000015"],
  ["-0", "-0"],
  ["1e-400", "0"],
  ['{"b":1.50,"a":"<"}', String.raw`{"a":"\u003c","b":1.5}`],
  ['[ 1 , {"x" : null} ]', '[1,{"x":null}]'],
  ['{"a":1,"a":{"b":2}}', '{"a":{"b":2}}'],
];

for (const [json, expected] of DECODED) {
  test(`byteValue() gives ${json} as ESO's GetByteValue does`, () => {
    const value = decodedValueOf(parseJson(json));
    assert.ok(value !== undefined);
    assert.equal(byteValue(value), toGoString(expected));
  });
}

const VALUES: readonly (readonly [string, GoJson, string])[] = [
  ["a number literal", { number: "1e21" }, "1e21"],
  ["an integer", 12345678901234567890n, "12345678901234567890"],
  ["an empty object", new Map(), "{}"],
];

for (const [what, value, expected] of VALUES) {
  test(`byteValue() gives ${what} as it is`, () => {
    assert.equal(byteValue(value), expected);
  });
}

for (const json of ["1e400", '{"a":[1,-1e400]}']) {
  test(`decodedValueOf() refuses a number beyond float64: ${json}`, () => {
    assert.equal(decodedValueOf(parseJson(json)), undefined);
  });
}

test("decodedValueOf() decodes as many levels as Go does", () => {
  const json = `${'{"a":['.repeat(5000)}${"]}".repeat(5000)}`;
  const value = decodedValueOf(parseJson(json));
  assert.ok(value !== undefined);
  assert.equal(byteValue(value), json);
});
