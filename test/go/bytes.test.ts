import assert from "node:assert/strict";
import { describe, test } from "node:test";

import * as fc from "fast-check";

import {
  bytesOfGoString,
  decodeRune,
  encodeRune,
  fromGoString,
  goStringOfBytes,
  goStringOfRunes,
  isValidUtf8,
  runeLength,
  runesOf,
  toGoString,
  toValidUtf8,
} from "../../src/go/bytes.ts";

/** Bytes that stress UTF-8: plain, continuation, every kind of lead byte. */
const bytes = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 255 }),
    fc.constantFrom(0x41, 0x80, 0xbf, 0xc3, 0xe2, 0x82, 0xed, 0xa0, 0xf0, 0x9f),
  ),
  { maxLength: 40 },
);

describe("bytes", () => {
  test("decodeRune() reads one sequence, and gives U+FFFD of size 1 for what is not UTF-8", () => {
    const rows: readonly (readonly [string, number, number, boolean])[] = [
      ["", 0xfffd, 0, false],
      ["A", 0x41, 1, true],
      ["\x00", 0, 1, true],
      ["\xc3\xa9", 0xe9, 2, true],
      ["\xe2\x82\xac", 0x20ac, 3, true],
      ["\xf0\x9f\x98\x80", 0x1f600, 4, true],
      ["\xef\xbf\xbd", 0xfffd, 3, true],
      ["\xf4\x8f\xbf\xbf", 0x10ffff, 4, true],
      ["\x80", 0xfffd, 1, false],
      ["\xc0\x80", 0xfffd, 1, false],
      ["\xc1\xbf", 0xfffd, 1, false],
      ["\xc3", 0xfffd, 1, false],
      ["\xc3A", 0xfffd, 1, false],
      ["\xe0\x9f\xbf", 0xfffd, 1, false],
      ["\xe2\x82", 0xfffd, 1, false],
      ["\xed\xa0\x80", 0xfffd, 1, false],
      ["\xf0\x8f\xbf\xbf", 0xfffd, 1, false],
      ["\xf4\x90\x80\x80", 0xfffd, 1, false],
      ["\xf5\x80\x80\x80", 0xfffd, 1, false],
      ["\xff", 0xfffd, 1, false],
    ];
    for (const [s, rune, size, valid] of rows)
      assert.deepEqual(decodeRune(s, 0), { rune, size, valid }, JSON.stringify(s));
  });

  test("fromGoString() gives one U+FFFD for each bad byte", () => {
    assert.equal(fromGoString("a\xe2\x82b\xf0\x9f\x98"), "a\ufffd\ufffdb\ufffd\ufffd\ufffd");
    assert.equal(fromGoString("\xef\xbb\xbfx"), "\ufeffx");
  });

  test("toGoString() replaces lone surrogates", () => {
    assert.equal(toGoString("a\ud800b"), "a\xef\xbf\xbdb");
  });

  test("goStringOfRunes() replaces surrogates and numbers out of range", () => {
    assert.equal(
      goStringOfRunes([0x41, 0xd800, -1, 0x110000, 0x1f600]),
      "A\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xf0\x9f\x98\x80",
    );
  });

  test("fromGoString() undoes toGoString() for every well-formed text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => fromGoString(toGoString(text)) === text));
  });

  test("bytesOfGoString() undoes goStringOfBytes()", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (given) =>
        assert.deepEqual(bytesOfGoString(goStringOfBytes(given)), given),
      ),
    );
  });

  test("runesOf(), isValidUtf8(), toValidUtf8() and fromGoString() agree on any bytes", () => {
    fc.assert(
      fc.property(bytes, (given) => {
        const s = goStringOfBytes(Uint8Array.from(given));
        const runes = runesOf(s);
        assert.equal(goStringOfRunes(runes), toValidUtf8(s));
        assert.equal(fromGoString(s), String.fromCodePoint(...runes));
        assert.equal(isValidUtf8(s), toValidUtf8(s) === s);
      }),
    );
  });

  test("runeLength() is the length of encodeRune()", () => {
    for (const rune of [-1, 0, 0x7f, 0x80, 0x7ff, 0x800, 0xd800, 0xffff, 0x10000, 0x10ffff, 0x110000]) {
      assert.equal(runeLength(rune), encodeRune(rune).length, String(rune));
    }
  });

  test("goStringOfBytes() and bytesOfGoString() take inputs of many megabytes", () => {
    const large = new Uint8Array(5_000_000).fill(0xc3);
    assert.deepEqual(bytesOfGoString(goStringOfBytes(large)), large);
  });
});
