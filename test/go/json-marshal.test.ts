import assert from "node:assert/strict";
import { describe, test } from "node:test";

import * as fc from "fast-check";

import { goStringOfBytes, toValidUtf8 } from "../../src/go/bytes.ts";
import type { GoJson } from "../../src/go/json-marshal.ts";
import { formatJsonFloat, JsonUnsupportedError, marshalJson } from "../../src/go/json-marshal.ts";
import { parseJson } from "../../src/go/json-parse.ts";
import { quoteJson, quotedLengthBound } from "../../src/go/json-quote.ts";

describe("json-marshal", () => {
  test("marshalJson() writes every kind of value", () => {
    const rows: readonly (readonly [GoJson, string])[] = [
      [null, "null"],
      [true, "true"],
      [false, "false"],
      [1.5, "1.5"],
      [-0, "-0"],
      [9223372036854775807n, "9223372036854775807"],
      [-1n, "-1"],
      ["a", '"a"'],
      ["", '""'],
      [{ number: "1.50" }, "1.50"],
      [{ number: "12345678901234567890e-3" }, "12345678901234567890e-3"],
      [{ number: "" }, "0"],
      [[], "[]"],
      [new Map(), "{}"],
      [[1, [], ["x", null]], '[1,[],["x",null]]'],
      [
        new Map<string, GoJson>([
          ["b", 1],
          ["a", new Map([["c", [true]]])],
        ]),
        '{"a":{"c":[true]},"b":1}',
      ],
    ];
    for (const [value, expected] of rows) assert.equal(marshalJson(value), expected);
  });

  test("marshalJson() sorts keys by their bytes", () => {
    const keys = ["b", "a", "B", "", "\xf0\x9f\x98\x80", "\xef\xbc\xa1", "a0", "a-", "\xff", "__proto__"];
    const written = marshalJson(new Map(keys.map((key) => [key, null])));
    assert.equal(
      written,
      '{"":null,"B":null,"__proto__":null,"a":null,"a-":null,"a0":null,"b":null,' +
        '"\xef\xbc\xa1":null,"\xf0\x9f\x98\x80":null,"\\ufffd":null}',
    );
  });

  test("marshalJson() indents as MarshalIndent does", () => {
    const value = new Map<string, GoJson>([
      ["a", [1, "<"]],
      ["b", new Map()],
      ["c", []],
    ]);
    assert.equal(
      marshalJson(value, { indent: "  " }),
      '{\n  "a": [\n    1,\n    "\\u003c"\n  ],\n  "b": {},\n  "c": []\n}',
    );
    assert.equal(marshalJson(["<"], { indent: "\t", escapeHtml: false }), '[\n\t"<"\n]');
    assert.equal(marshalJson(1, { indent: "  " }), "1");
  });

  test("formatJsonFloat() writes an exponent only below 1e-6 and from 1e21 on", () => {
    const rows: readonly (readonly [number, string])[] = [
      [0, "0"],
      [-0, "-0"],
      [1, "1"],
      [1.5, "1.5"],
      [0.000001, "0.000001"],
      [0.0000001, "1e-7"],
      [1.5e-9, "1.5e-9"],
      [1e-10, "1e-10"],
      [-1e-7, "-1e-7"],
      [1e20, "100000000000000000000"],
      [1e21, "1e+21"],
      [-1.25e22, "-1.25e+22"],
      [1e100, "1e+100"],
      [12345678901234567000, "12345678901234567000"],
      [5e-324, "5e-324"],
      [1.7976931348623157e308, "1.7976931348623157e+308"],
    ];
    for (const [value, expected] of rows) assert.equal(formatJsonFloat(value), expected);
  });

  test("marshalJson() refuses floats that are not finite, and literals that are no number", () => {
    const values: readonly GoJson[] = [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      [-Infinity],
      { number: "1." },
      { number: "x" },
    ];
    for (const value of values) assert.throws(() => marshalJson(value), JsonUnsupportedError);
  });

  test("quoteJson() escapes what encoding/json escapes, with and without HTML", () => {
    const rows: readonly (readonly [string, string, string])[] = [
      ["a<b>&c", '"a\\u003cb\\u003e\\u0026c"', '"a<b>&c"'],
      ["\"\\/'", '"\\"\\\\/\'"', '"\\"\\\\/\'"'],
      [
        "\b\f\n\r\t\v\x00\x1f",
        '"\\b\\f\\n\\r\\t\\u000b\\u0000\\u001f"',
        '"\\b\\f\\n\\r\\t\\u000b\\u0000\\u001f"',
      ],
      ["\x7f\xc3\xa9", '"\x7f\xc3\xa9"', '"\x7f\xc3\xa9"'],
      [
        "\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa",
        '"\\u2028\\u2029\xe2\x80\xaa"',
        '"\\u2028\\u2029\xe2\x80\xaa"',
      ],
      ["a\xff<\xe2\x80", '"a\\ufffd\\u003c\\ufffd\\ufffd"', '"a\\ufffd<\\ufffd\\ufffd"'],
      ["\xef\xbf\xbd", '"\xef\xbf\xbd"', '"\xef\xbf\xbd"'],
    ];
    for (const [s, html, raw] of rows) assert.deepEqual([quoteJson(s), quoteJson(s, false)], [html, raw]);
  });

  test("quotedLengthBound() is what quoteJson() writes of ASCII, and never less than it writes", () => {
    const ascii = String.fromCharCode(...Array.from({ length: 128 }, (_, code) => code));
    assert.equal(quotedLengthBound(ascii), quoteJson(ascii).length);
    for (const s of ["\xe2\x80\xa8", "\xe2\x80\xa9<", "\xe2\x82\xac", "\xff\xe2\x80", "\xc3\xa9"])
      assert.ok(quotedLengthBound(s) >= quoteJson(s).length);
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const s = String.fromCharCode(...bytes);
        assert.ok(quotedLengthBound(s) >= quoteJson(s).length);
      }),
    );
  });

  test("parseJson() reads back what quoteJson() writes, with U+FFFD for bad bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.boolean(), (bytes, escapeHtml) => {
        const s = goStringOfBytes(bytes);
        const node = parseJson(quoteJson(s, escapeHtml));
        assert.equal(node.kind === "string" && node.value, toValidUtf8(s));
      }),
    );
  });

  test("marshalJson() writes ten thousand levels", () => {
    let value: GoJson = [];
    for (let level = 0; level < 10_000; level++) value = [value];
    assert.equal(marshalJson(value).length, 20_002);
  });
});
