import assert from "node:assert/strict";
import { describe, test } from "node:test";

import * as fc from "fast-check";

import { fromGoString, toGoString } from "../../src/go/bytes.ts";
import type { JsonNode } from "../../src/go/json-parse.ts";
import { jsonNumberToFloat, JsonSyntaxError, parseJson } from "../../src/go/json-parse.ts";

/** The tree as plain values: numbers as text in brackets, members as pairs. */
function plain(node: JsonNode): unknown {
  if (node.kind === "null") return null;
  if (node.kind === "number") return { number: node.text };
  if (node.kind === "array") return node.items.map(plain);
  if (node.kind === "object") return { members: node.members.map(([key, value]) => [key, plain(value)]) };
  return node.value;
}

function nested(levels: number): string {
  return "[".repeat(levels) + "]".repeat(levels);
}

function offsetOf(text: string): number | undefined {
  try {
    parseJson(text);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof JsonSyntaxError);
    return error.offset;
  }
}

describe("json-parse", () => {
  test("parseJson() keeps duplicates, order, number spelling and offsets", () => {
    const text = ' {"b": 1.50, "a":[true,null], "b" : {} } ';
    const root = parseJson(text);
    const members = [
      ["b", { number: "1.50" }],
      ["a", [true, null]],
      ["b", { members: [] }],
    ];
    assert.deepEqual(plain(root), { members });
    assert.ok(root.kind === "object");
    const sources = root.members.map(([, value]) => text.slice(value.start, value.end));
    assert.deepEqual(
      [text.slice(root.start, root.end), ...sources],
      [text.trim(), "1.50", "[true,null]", "{}"],
    );
  });

  test("parseJson() reads strings as encoding/json does", () => {
    const rows: readonly (readonly [string, string])[] = [
      ['"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\/\b\f\n\r\t'],
      ['"\\u0041\\u00e9\\u20AC\\u0000"', "A\xc3\xa9\xe2\x82\xac\x00"],
      ['"\\ud83d\\ude00"', "\xf0\x9f\x98\x80"],
      ['"\\uD83D\\uDE00"', "\xf0\x9f\x98\x80"],
      ['"\\ud83d"', "\xef\xbf\xbd"],
      ['"\\ud83d\\u0041"', "\xef\xbf\xbdA"],
      ['"\\ud83dx"', "\xef\xbf\xbdx"],
      ['"\\ude00\\ud83d"', "\xef\xbf\xbd\xef\xbf\xbd"],
      ['"\\ud83d\\ud83d\\ude00"', "\xef\xbf\xbd\xf0\x9f\x98\x80"],
      ['"\xc3\xa9\x7f"', "\xc3\xa9\x7f"],
      [
        '"a\xffb\xe2\x82\\n\xed\xa0\x80"',
        "a\xef\xbf\xbdb\xef\xbf\xbd\xef\xbf\xbd\n\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd",
      ],
    ];
    for (const [text, expected] of rows) assert.deepEqual(plain(parseJson(text)), expected, text);
  });

  test("parseJson() refuses what encoding/json refuses, and tells where", () => {
    const rows: readonly (readonly [string, number])[] = [
      ["", 0],
      ["  ", 2],
      ["nul", 3],
      ["True", 0],
      ["[1,]", 3],
      ["[1 2]", 3],
      ["{,}", 1],
      ['{"a":1,}', 7],
      ["{a:1}", 1],
      ['{"a" 1}', 5],
      ['{"a":}', 5],
      ["[", 1],
      ['{"a":1', 6],
      ["1 2", 2],
      ["[1]]", 3],
      ["01", 1],
      ["+1", 0],
      [".5", 0],
      ["1.", 1],
      ["1e", 1],
      ["-", 0],
      ["0x1", 1],
      ["NaN", 0],
      ["'a'", 0],
      ['"a', 2],
      ['"a\nb"', 2],
      ['"\t"', 1],
      ['"\\x"', 2],
      ['"\\\'"', 2],
      ['"\\u12g4"', 2],
      ['"\\u12', 2],
      ['"\\', 2],
      ["\xef\xbb\xbf1", 0],
      ["\x0b1", 0],
      ["\xc2\xa01", 0],
      ["/* */1", 0],
    ];
    for (const [text, offset] of rows) assert.equal(offsetOf(text), offset, JSON.stringify(text));
  });

  test("an error holds nothing of the text", () => {
    assert.throws(
      () => parseJson('{"password":"hunter2"x'),
      (error: Error) => !/hunter2|password|x at/.test(error.message),
    );
  });

  test("parseJson() takes ten thousand levels, as encoding/json does, and fewer on request", () => {
    assert.equal(parseJson(nested(10_000)).end, 20_000);
    assert.equal(offsetOf(nested(10_001)), 10_000);
    assert.throws(() => parseJson(nested(3), { maxDepth: 2 }), JsonSyntaxError);
  });

  test("parseJson() keeps keys that JavaScript objects treat specially", () => {
    assert.deepEqual(plain(parseJson('{"__proto__":1,"constructor":2}')), {
      members: [
        ["__proto__", { number: "1" }],
        ["constructor", { number: "2" }],
      ],
    });
  });

  test("jsonNumberToFloat() rounds to float64 and overflows to infinity", () => {
    const rows: readonly (readonly [string, number])[] = [
      ["12345678901234567890", 12345678901234567000],
      ["-0", -0],
      ["1e-400", 0],
      ["1e400", Number.POSITIVE_INFINITY],
      ["-1E+400", Number.NEGATIVE_INFINITY],
    ];
    for (const [text, expected] of rows) assert.equal(jsonNumberToFloat(text), expected);
  });

  test("parseJson() gives what JSON.parse() gives for every text that JSON.stringify() writes", () => {
    const toJs = (node: JsonNode): unknown => {
      if (node.kind === "array") return node.items.map(toJs);
      if (node.kind === "object") return node.members.map(([key, value]) => [fromGoString(key), toJs(value)]);
      if (node.kind === "string") return fromGoString(node.value);
      return node.kind === "number" ? Number(node.text) : node.kind === "bool" ? node.value : null;
    };
    const paired = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(paired);
      return typeof value === "object" && value !== null
        ? Object.entries(value).map(([key, member]) => [key, paired(member)])
        : value;
    };
    fc.assert(
      fc.property(fc.json({ stringUnit: "grapheme" }), (text) => {
        assert.deepEqual(toJs(parseJson(toGoString(text))), paired(JSON.parse(text)));
      }),
    );
  });
});
