import assert from "node:assert/strict";
import { describe, test } from "node:test";

import * as fc from "fast-check";

import type { FloatFormat } from "../../src/go/strconv-format-float.ts";
import { formatFloat } from "../../src/go/strconv-format-float.ts";
import { parseFloat } from "../../src/go/strconv-parse-float.ts";

/** Value, format, precision, bits, and the text that Go 1.26 writes. */
const ROWS: readonly (readonly [number, FloatFormat, number, 32 | 64, string])[] = [
  [0, "g", -1, 64, "0"],
  [-0, "f", -1, 64, "-0"],
  [1, "e", -1, 64, "1e+00"],
  [1, "f", 3, 64, "1.000"],
  [0.1, "g", -1, 64, "0.1"],
  [0.1, "f", 20, 64, "0.10000000000000000555"],
  [0.1, "e", 17, 64, "1.00000000000000006e-01"],
  [2.5, "f", 0, 64, "2"],
  [3.5, "f", 0, 64, "4"],
  [0.5, "f", 0, 64, "0"],
  [1.5, "f", 0, 64, "2"],
  [1.005, "f", 2, 64, "1.00"],
  [0.125, "f", 2, 64, "0.12"],
  [0.375, "f", 2, 64, "0.38"],
  [25, "e", 0, 64, "2e+01"],
  [35, "e", 0, 64, "4e+01"],
  [25, "g", 1, 64, "2e+01"],
  [999999, "g", -1, 64, "999999"],
  [1000000, "g", -1, 64, "1e+06"],
  [123456.7, "g", -1, 64, "123456.7"],
  [1234567, "g", -1, 64, "1.234567e+06"],
  [0.0001, "g", -1, 64, "0.0001"],
  [0.00001, "g", -1, 64, "1e-05"],
  [1e20, "f", -1, 64, "100000000000000000000"],
  [1e21, "f", -1, 64, "1000000000000000000000"],
  [1e21, "g", -1, 64, "1e+21"],
  [1e23, "e", -1, 64, "1e+23"],
  [1e23, "e", 16, 64, "9.9999999999999992e+22"],
  [1e23, "f", -1, 64, "100000000000000000000000"],
  [1e23, "f", 0, 64, "99999999999999991611392"],
  [1.2345678901234567e19, "f", -1, 64, "12345678901234567000"],
  [5e-324, "e", -1, 64, "5e-324"],
  [5e-324, "g", 17, 64, "4.9406564584124654e-324"],
  [5e-324, "f", 5, 64, "0.00000"],
  [1.7976931348623157e308, "g", -1, 64, "1.7976931348623157e+308"],
  [1.7976931348623157e308, "e", 20, 64, "1.79769313486231570815e+308"],
  [100, "g", 2, 64, "1e+02"],
  [100, "g", 3, 64, "100"],
  [100, "g", 5, 64, "100"],
  [100, "G", 1, 64, "1E+02"],
  [123.456, "g", 4, 64, "123.5"],
  [123.456, "E", 2, 64, "1.23E+02"],
  [123.456, "e", 0, 64, "1e+02"],
  [9.995, "f", 2, 64, "9.99"],
  [9.5, "g", 1, 64, "1e+01"],
  [99.5, "f", 0, 64, "100"],
  [1e-7, "f", -1, 64, "0.0000001"],
  [1.5e-9, "f", -1, 64, "0.0000000015"],
  [1e6, "g", 10, 64, "1000000"],
  [1e10, "g", 5, 64, "1e+10"],
  [0.1, "g", -1, 32, "0.1"],
  [16777216, "f", -1, 32, "16777216"],
  [16777217, "f", -1, 32, "16777216"],
  [3.4028234663852886e38, "g", -1, 32, "3.4028235e+38"],
  [1e-45, "g", -1, 32, "1e-45"],
  [54.4765625, "g", -1, 32, "54.476562"],
  [1.1754943508222875e-38, "e", -1, 32, "1.1754944e-38"],
  [1e39, "g", -1, 32, "+Inf"],
  [0.3, "f", 10, 32, "0.3000000119"],
  [1, "b", -1, 64, "4503599627370496p-52"],
  [0.1, "b", -1, 64, "7205759403792794p-56"],
  [1, "b", -1, 32, "8388608p-23"],
  [5e-324, "b", -1, 64, "1p-1074"],
  [0, "x", -1, 64, "0x0p+00"],
  [1, "x", -1, 64, "0x1p+00"],
  [-0.1, "x", -1, 64, "-0x1.999999999999ap-04"],
  [0.1, "x", 3, 64, "0x1.99ap-04"],
  [0.1, "X", 0, 64, "0X1P-03"],
  [1.999999, "x", 2, 64, "0x1.00p+01"],
  [5e-324, "x", -1, 64, "0x1p-1074"],
  [1, "x", 20, 64, "0x1.00000000000000000000p+00"],
  [0.1, "x", -1, 32, "0x1.99999ap-04"],
  [1e100, "x", 1, 64, "0x1.2p+332"],
  [Infinity, "g", -1, 64, "+Inf"],
  [-Infinity, "f", 2, 64, "-Inf"],
  [NaN, "e", -1, 64, "NaN"],
  [NaN, "x", -1, 64, "NaN"],
];

describe("strconv-format-float", () => {
  test("formatFloat() writes what Go writes", () => {
    for (const [value, format, precision, bits, expected] of ROWS) {
      assert.equal(formatFloat(value, format, precision, bits), expected, `${value} ${format} ${precision}`);
    }
  });

  test("formatFloat() pads a precision beyond all digits of a float with zeros", () => {
    assert.equal(formatFloat(0.5, "f", 3000, 64), `0.5${"0".repeat(2999)}`);
    assert.equal(formatFloat(5e-324, "e", 2000, 64).length, 2000 + "4.".length + "e-324".length);
  });

  test("the shortest text of any float reads back as that float", () => {
    fc.assert(
      fc.property(
        fc.double(),
        fc.constantFrom("e" as const, "f" as const, "g" as const, "x" as const),
        (value, format) => {
          assert.deepEqual(parseFloat(formatFloat(value, format, -1, 64), 64).value, value);
        },
      ),
    );
    fc.assert(
      fc.property(fc.float(), (value) => {
        assert.deepEqual(parseFloat(formatFloat(value, "g", -1, 32), 32).value, value);
      }),
    );
  });
});
