import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { parseFloat } from "../../src/go/strconv-parse-float.ts";

/** Text, bits, the reason of the error or nothing, and the value beside it. */
const ROWS: readonly (readonly [string, 32 | 64, "" | "syntax" | "range", number])[] = [
  ["", 64, "syntax", 0],
  ["+", 64, "syntax", 0],
  ["-", 64, "syntax", 0],
  [".", 64, "syntax", 0],
  ["0", 64, "", 0],
  ["-0", 64, "", -0],
  ["1.", 64, "", 1],
  [".5", 64, "", 0.5],
  ["+.5", 64, "", 0.5],
  ["5.e1", 64, "", 50],
  ["1e", 64, "syntax", 0],
  ["1e+", 64, "syntax", 0],
  ["e5", 64, "syntax", 0],
  ["1_000", 64, "", 1000],
  ["1e1_0", 64, "", 1e10],
  ["0x1p4", 64, "", 16],
  ["0X1P+4", 64, "", 16],
  ["0x.8p1", 64, "", 1],
  ["0x1.p1", 64, "", 2],
  ["0x.p1", 64, "syntax", 0],
  ["0x1", 64, "syntax", 0],
  ["0x1.8", 64, "syntax", 0],
  ["0x_1p0", 64, "", 1],
  ["0x1_0p0", 64, "", 16],
  ["0x1__0p0", 64, "syntax", 0],
  ["0x1p_0", 64, "syntax", 0],
  ["-0x0p0", 64, "", -0],
  ["0x1p-1074", 64, "", 5e-324],
  ["0x1p-1075", 64, "", 0],
  ["0x1.8p-1075", 64, "", 5e-324],
  ["0x1p1024", 64, "range", Infinity],
  ["0x1.fffffffffffff8p1023", 64, "range", Infinity],
  ["0b1", 64, "syntax", 0],
  ["0o7", 64, "syntax", 0],
  ["inf", 64, "", Infinity],
  ["+Inf", 64, "", Infinity],
  ["-INFINITY", 64, "", -Infinity],
  ["infin", 64, "syntax", 0],
  ["nan", 64, "", NaN],
  ["NaN", 64, "", NaN],
  ["+nan", 64, "syntax", 0],
  [" 1", 64, "syntax", 0],
  ["1 ", 64, "syntax", 0],
  ["1e400", 64, "range", Infinity],
  ["-1e400", 64, "range", -Infinity],
  ["1e-400", 64, "", 0],
  ["1.7976931348623159e308", 64, "range", Infinity],
  ["9007199254740993", 64, "", 9.007199254740992e15],
  ["9007199254740992.999999999999999999", 64, "", 9.007199254740992e15],
  ["1,5", 64, "syntax", 0],
  ["1f", 64, "syntax", 0],
  ["\xe9", 64, "syntax", 0],
  ["123456789012345678901234567890", 64, "", 1.2345678901234568e29],
  ["0.1", 32, "", 0.10000000149011612],
  ["16777217", 32, "", 16777216],
  ["16777219", 32, "", 16777220],
  ["1.000000059604644775390625", 32, "", 1],
  ["1.000000059604644775390624", 32, "", 1],
  ["1.000000059604644775390626", 32, "", 1.0000001192092896],
  ["1.00000017881393432617187500", 32, "", 1.0000002384185791],
  ["1.00000017881393432617187501", 32, "", 1.0000002384185791],
  ["0x1.000001p0", 32, "", 1],
  ["0x1.0000011p0", 32, "", 1.0000001192092896],
  ["0x1.000003p0", 32, "", 1.0000002384185791],
  ["3.4028235e38", 32, "", 3.4028234663852886e38],
  ["3.4028235677973366e38", 32, "", 3.4028234663852886e38],
  ["3.4028235677973365e38", 32, "", 3.4028234663852886e38],
  ["-3.5e38", 32, "range", -Infinity],
  ["7.006492321624085e-46", 32, "", 0],
  ["7.006492321624086e-46", 32, "", 1.4012984643248171e-45],
  ["1e-46", 32, "", 0],
  ["0x1p-149", 32, "", 1.4012984643248171e-45],
  ["0x1p-150", 32, "", 0],
  ["0x1.8p-150", 32, "", 1.4012984643248171e-45],
];

describe("strconv-parse-float", () => {
  test("parseFloat() reads what Go reads, rounds once, and fails as Go fails", () => {
    for (const [text, bits, reason, value] of ROWS) {
      const expected = reason === "" ? { ok: true, value } : { ok: false, reason, value };
      assert.deepEqual(parseFloat(text, bits), expected, `${JSON.stringify(text)} ${bits}`);
    }
  });

  test("parseFloat() takes linear time for long numbers", () => {
    const digits = "1".repeat(200_000);
    assert.equal(parseFloat(`${digits}x`, 64).ok, false);
    assert.deepEqual(parseFloat(`0.${digits}`, 32), { ok: true, value: Math.fround(1 / 9) });
  });
});
