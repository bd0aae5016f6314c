import assert from "node:assert/strict";
import { describe, test } from "node:test";

import {
  isControl,
  isDigit,
  isGraphic,
  isLetter,
  isLower,
  isNumber,
  isPrint,
  isPunct,
  isSpace,
  isUpper,
  toLower,
  toTitle,
  toUpper,
} from "../../src/go/unicode.ts";

const RUNES = 0x110000;

describe("unicode", () => {
  test("every predicate holds for as many runes as in Go 1.26, whose tables are Unicode 15.0", () => {
    const rows: readonly (readonly [(rune: number) => boolean, number])[] = [
      [isLetter, 136104],
      [isNumber, 1831],
      [isDigit, 680],
      [isUpper, 1831],
      [isLower, 2233],
      [isSpace, 25],
      [isPunct, 842],
      [isControl, 65],
      [isPrint, 148998],
      [isGraphic, 149014],
    ];
    for (const [holds, expected] of rows) {
      let count = 0;
      for (let rune = 0; rune < RUNES; rune++) if (holds(rune)) count++;
      assert.equal(count, expected, holds.name);
    }
  });

  test("every mapping moves as many runes, as far in sum, as in Go 1.26", () => {
    const rows: readonly (readonly [(rune: number) => number, number, number])[] = [
      [toUpper, 1450, -2746007],
      [toLower, 1433, 2691860],
      [toTitle, 1404, -2884363],
    ];
    for (const [map, expectedCount, expectedSum] of rows) {
      let count = 0;
      let sum = 0;
      for (let rune = 0; rune < RUNES; rune++) {
        const distance = map(rune) - rune;
        sum += distance;
        if (distance !== 0) count++;
      }
      assert.deepEqual([count, sum], [expectedCount, expectedSum], map.name);
    }
  });

  test("mappings are one to one where full mappings are not", () => {
    const rows: readonly (readonly [string, string, string, string])[] = [
      ["ß", "ß", "ß", "ß"],
      ["İ", "İ", "i", "İ"],
      ["ı", "I", "ı", "I"],
      ["ſ", "S", "ſ", "S"],
      ["ŉ", "ŉ", "ŉ", "ŉ"],
      ["ǆ", "Ǆ", "ǆ", "ǅ"],
      ["Σ", "Σ", "σ", "Σ"],
      ["ς", "Σ", "ς", "Σ"],
      ["ᾳ", "ᾼ", "ᾳ", "ᾼ"],
      ["ა", "Ა", "ა", "ა"],
      ["ﬁ", "ﬁ", "ﬁ", "ﬁ"],
      ["𐐨", "𐐀", "𐐨", "𐐀"],
    ];
    for (const [text, upper, lower, title] of rows) {
      const rune = text.codePointAt(0) ?? 0;
      const mapped = [toUpper(rune), toLower(rune), toTitle(rune)];
      assert.deepEqual(String.fromCodePoint(...mapped), upper + lower + title, text);
    }
  });

  test("runes that Unicode 16 and 17 added have no category and no case", () => {
    for (const rune of [0x1c89, 0xa7cb, 0x10d50, 0x2ebf0, 0x16ea0]) {
      assert.deepEqual(
        [isLetter(rune), isUpper(rune), isPrint(rune), toLower(rune)],
        [false, false, false, rune],
      );
    }
  });

  test("numbers that are no rune have no category and no case", () => {
    for (const rune of [-1, RUNES, 0xd800]) {
      assert.deepEqual(
        [isLetter(rune), isControl(rune), isGraphic(rune), toUpper(rune)],
        [false, false, false, rune],
      );
    }
  });
});
