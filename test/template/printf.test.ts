import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { goStringOfBytes, toGoString } from "../../src/go/bytes.ts";
import { unquote } from "../../src/go/strconv-unquote.ts";
import { formatValue, sprint, sprintln } from "../../src/template/print.ts";
import { sprintf } from "../../src/template/printf.ts";
import type { Value } from "../../src/template/values.ts";
import { Complex, Dict, FuncError, Int, LimitError, List, Struct } from "../../src/template/values.ts";

const UNBOUNDED = { charge: () => undefined, allocate: () => undefined };

const int = (value: bigint | number, type: Int["type"] = "int"): Int => new Int(type, BigInt(value));
const list = (...items: Value[]): List => new List("[]interface {}", items);
const dict = (entries: Record<string, Value>): Dict =>
  new Dict("map[string]interface {}", new Map(Object.entries(entries)));
const stamp = new Struct("time.Time", new Map(), new Map(), {
  text: () => "2020-01-01",
  goText: () => "time.Date(2020)",
});
const files = new Map([
  ["Cert", "c"],
  ["Key", "k"],
]);
const pair = new Struct("sprig.certificate", files, new Map(), { printed: files });
const printed = new Map<string, Value>([
  ["major", int(1, "uint64")],
  ["pre", "rc"],
]);
const version = new Struct("*semver.Version", new Map(), new Map(), { text: () => "1.0.0-rc", printed });

const PRINTED: readonly (readonly [format: string, args: readonly Value[], expected: string])[] = [
  ["%d|%5d|%-5d|%05d|%+d|% d", [1, 2, 3, 4, 5, 6].map((n) => int(n)), "1|    2|3    |00004|+5| 6"],
  [
    "%b %o %O %x %X %#x %#o %#b",
    [5, 8, 8, 255, 255, 255, 8, 5].map((n) => int(n)),
    "101 10 0o10 ff FF 0xff 010 0b101",
  ],
  ["%c %q %U %#U", [int(65), int(66), int(0x1f600), int(67)], "A 'B' U+1F600 U+0043 'C'"],
  ["%.0d|%5.3d|%-8.3d|", [int(0), int(7), int(7)], "|  007|007     |"],
  ["%d", [int(-(2n ** 63n), "int64")], "-9223372036854775808"],
  [
    "%v %g %e %f %.2f %8.3f %+.1e %G",
    [1e6, 1e21, 1.5, 1.5, 1.005, 3.25, 12345.678, 1e-7],
    "1e+06 1e+21 1.500000e+00 1.500000 1.00    3.250 +1.2e+04 1E-07",
  ],
  [
    "%#g %#.3g %08.2f %+08.2f %x %b",
    [1, 2, -1.5, 1.5, 1.5, 1],
    "1.00000 2.00 -0001.50 +0001.50 0x1.8p+00 4503599627370496p-52",
  ],
  ["%v %f %5v|%-6v|%06v", [Infinity, -Infinity, NaN, NaN, Infinity], "+Inf -Inf   NaN|NaN   |  +Inf"],
  ["%v %.1f", [new Complex(1, -2), new Complex(0, 1)], "(1-2i) (0.0+1.0i)"],
  ["%s|%10s|%-10s|%.2s|%010s", ["a", "b", "c", "def", "g"], "a|         b|c         |de|000000000g"],
  [
    "%q %#q %+q %x % x %#x %# X",
    ["a\n", "b", toGoString("é"), "hi", "hi", "hi", "hi"],
    '"a\\n" `b` "\\u00e9" 6869 68 69 0x6869 0X68 0X69',
  ],
  ["%5s|%.1s", [toGoString("é"), toGoString("日本")], toGoString("    é|日")],
  ["%t %v %5t", [true, false, true], "true false  true"],
  ["%v %d %s %T", [null, null, null, null], "<nil> %!d(<nil>) %!s(<nil>) <nil>"],
  [
    "%v %+v",
    [list(int(1), "a b", null, 2.5), dict({ b: int(1), a: "x", c: null })],
    "[1 a b <nil> 2.5] map[a:x b:1 c:<nil>]",
  ],
  [
    "%#v",
    [list(int(1), "a", null, new List("[]string", null))],
    '[]interface {}{1, "a", interface {}(nil), []string(nil)}',
  ],
  ["%#v", [dict({ a: new List("[]string", ["b"]) })], 'map[string]interface {}{"a":[]string{"b"}}'],
  ["%d %q", [list(int(1), "a"), list("a", int(66))], `[1 %!d(string=a)] ["a" 'B']`],
  [
    "%s %x %v",
    [
      new List("[]uint8", [int(104, "uint8"), int(105, "uint8")]),
      new List("[]uint8", [int(255, "uint8")]),
      new List("[]uint8", []),
    ],
    "hi ff []",
  ],
  ["%v %s %q", [stamp, list(stamp), stamp], '2020-01-01 [2020-01-01] "2020-01-01"'],
  ["%v %+v %#v", [pair, pair, pair], '{c k} {Cert:c Key:k} sprig.certificate{Cert:"c", Key:"k"}'],
  [
    "%v %d %s %v",
    [int(3, "time.Month"), int(3, "time.Month"), int(0, "time.Weekday"), int(-1, "time.Month")],
    "March 3 Sunday %!Month(18446744073709551615)",
  ],
  ["%T %T %T", [int(1, "uint8"), list(), new Complex(0, 0)], "uint8 []interface {} complex128"],
  ["%d", ["x"], "%!d(string=x)"],
  ["%5d", ["x"], "%!d(string=    x)"],
  ["%z %!", [int(1)], "%!z(int=1) %!!(MISSING)"],
  ["%d %d", [int(1)], "1 %!d(MISSING)"],
  ["%d", [int(1), "a", null], "1%!(EXTRA string=a, <nil>)"],
  ["%", [], "%!(NOVERB)"],
  ["100%", [int(1)], "100%!(NOVERB)%!(EXTRA int=1)"],
  ["%%|%5%", [], "%|%"],
  ["%*d|%-*d|%.*f", [int(4), int(1), int(4), int(2), int(1), 2.25], "   1|2   |2.2"],
  ["%*d", ["a", int(1)], "%!(BADWIDTH)1"],
  ["%.*d", [int(-1), int(1)], "%!(BADPREC)1"],
  ["%[2]d %[1]d", [int(1), int(2)], "2 1"],
  ["%[3]d %[x]d %[]d %[1", [int(1)], "%!d(BADINDEX) %!d(BADINDEX) %!d(BADINDEX) %!(NOVERB)"],
  ["%[2]*[1]d", [int(1), int(3)], "  1"],
  ["%w", ["x"], "%!w(string=x)"],
  ["%99999999d", [int(1)], "%!(NOVERB)%!(EXTRA int=1)"],
  [toGoString("%é"), [int(1)], toGoString("%!é(int=1)")],
];

for (const [format, args, expected] of PRINTED) {
  test(`sprintf() prints ${JSON.stringify(format)} as fmt does`, () => {
    assert.equal(sprintf(format, args, UNBOUNDED), expected);
  });
}

test("sprintf() refuses what has no fixed text", () => {
  for (const value of [list(), dict({}), version]) {
    assert.throws(() => sprintf("%p", [value], UNBOUNDED), FuncError);
  }
  assert.throws(() => sprintf("%d", [stamp], UNBOUNDED), FuncError);
  assert.throws(() => sprintf("%d", [list(version)], UNBOUNDED), FuncError);
});

test("sprintf() asks GoString for %#v, and follows the outermost pointer", () => {
  assert.equal(
    sprintf("%#v|%20.8v|%#v", [stamp, stamp, list(stamp)], UNBOUNDED),
    "time.Date(2020)|            2020-01-|[]interface {}{time.Date(2020)}",
  );
  assert.equal(
    sprintf("%v|%#v", [version, version], UNBOUNDED),
    '1.0.0-rc|&semver.Version{major:0x1, pre:"rc"}',
  );
  assert.equal(sprintf("%d", [version], UNBOUNDED), "&{1 %!d(string=rc)}");
});

test("sprintf() refuses widths and precisions above 1024", () => {
  assert.equal(sprintf("%1024d", [int(1)], UNBOUNDED).length, 1024);
  for (const format of ["%1025d", "%.1025f", "%*d"]) {
    assert.throws(() => sprintf(format, [int(1025), int(1)], UNBOUNDED), LimitError);
  }
});

test("sprintf() charges before it makes text", () => {
  const few = {
    charge: () => undefined,
    allocate(bytes: number) {
      if (bytes > 1999) throw new LimitError("too much");
    },
  };
  for (const format of ["%s", "%q", "%x"]) {
    assert.throws(() => sprintf(format, ["x".repeat(2000)], few), LimitError);
  }
});

test("formatValue() bounds how deep values are nested", () => {
  const circle = dict({});
  circle.entries.set("a", circle);
  assert.throws(() => formatValue(circle, UNBOUNDED), LimitError);
});

test("sprint() puts spaces between operands that are no strings", () => {
  assert.equal(sprint([int(1), int(2), "a", int(3), null, null], UNBOUNDED), "1 2a3 <nil> <nil>");
  assert.equal(sprintln(["a", "b", int(1)], UNBOUNDED), "a b 1\n");
});

test("sprintf() with %q gives a literal that stands for the string", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = goStringOfBytes(bytes);
      assert.equal(unquote(sprintf("%q", [text], UNBOUNDED)), text);
      assert.equal(unquote(sprintf("%+q", [text], UNBOUNDED)), text);
      assert.equal(Buffer.from(sprintf("%x", [text], UNBOUNDED), "hex").toString("latin1"), text);
    }),
  );
});

test("sprintf() with %d and %v gives a number that reads as itself", () => {
  fc.assert(
    fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.double({ noNaN: true }), (whole, real) => {
      assert.equal(BigInt(sprintf("%d", [int(whole, "int64")], UNBOUNDED)), whole);
      assert.equal(Number(sprintf("%v", [real], UNBOUNDED).replace("Inf", "Infinity")), real);
    }),
  );
});

test("sprintf() prints anything as something", () => {
  const value: fc.Arbitrary<Value> = fc.oneof(
    fc.constantFrom(null, true, false, stamp),
    fc.string({ unit: "binary-ascii" }),
    fc.double(),
    fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map((n) => int(n)),
    fc.constantFrom(list(int(1), "a"), dict({ a: int(1) })),
  );
  const format = fc.stringMatching(/^[-%+# 0*.[\]123dsvqxTtz]{0,12}$/);
  fc.assert(
    fc.property(format, fc.array(value, { maxLength: 3 }), (text, args) => {
      try {
        assert.equal(typeof sprintf(text, args, UNBOUNDED), "string");
      } catch (error) {
        assert.ok(error instanceof FuncError);
      }
    }),
  );
});
