import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { parseInt, parseUint } from "../../src/go/strconv-int.ts";

/** Text, base, bits, the reason of the error or nothing, and the value beside it. */
type Row = readonly [string, number, number, "" | "syntax" | "range", bigint];

const SIGNED: readonly Row[] = [
  ["", 10, 64, "syntax", 0n],
  ["+", 10, 64, "syntax", 0n],
  ["-", 0, 64, "syntax", 0n],
  ["0", 10, 64, "", 0n],
  ["-0", 10, 64, "", 0n],
  ["+5", 10, 64, "", 5n],
  ["007", 10, 64, "", 7n],
  ["1_000", 10, 64, "syntax", 0n],
  ["12a", 10, 64, "syntax", 0n],
  [" 1", 10, 64, "syntax", 0n],
  ["\xe9", 10, 64, "syntax", 0n],
  ["010", 0, 64, "", 8n],
  ["08", 0, 64, "syntax", 0n],
  ["0", 0, 64, "", 0n],
  ["00", 0, 64, "", 0n],
  ["0x1F", 0, 64, "", 31n],
  ["0X1f", 0, 64, "", 31n],
  ["-0x1f", 0, 64, "", -31n],
  ["0o17", 0, 64, "", 15n],
  ["0O17", 0, 64, "", 15n],
  ["0b101", 0, 64, "", 5n],
  ["0B12", 0, 64, "syntax", 0n],
  ["0x", 0, 64, "syntax", 0n],
  ["0b", 0, 64, "syntax", 0n],
  ["1_000", 0, 64, "", 1000n],
  ["1__0", 0, 64, "syntax", 0n],
  ["_1", 0, 64, "syntax", 0n],
  ["1_", 0, 64, "syntax", 0n],
  ["0_7", 0, 64, "", 7n],
  ["0x_f", 0, 64, "", 15n],
  ["0x1f", 16, 64, "syntax", 0n],
  ["1f", 16, 64, "", 31n],
  ["Zz", 36, 64, "", 1295n],
  ["9223372036854775807", 10, 64, "", 9223372036854775807n],
  ["9223372036854775808", 10, 64, "range", 9223372036854775807n],
  ["-9223372036854775808", 10, 64, "", -9223372036854775808n],
  ["-9223372036854775809", 10, 64, "range", -9223372036854775808n],
  ["99999999999999999999", 10, 64, "range", 9223372036854775807n],
  ["99999999999999999999x", 10, 64, "range", 9223372036854775807n],
  ["127", 10, 8, "", 127n],
  ["128", 10, 8, "range", 127n],
  ["-128", 10, 8, "", -128n],
  ["-129", 10, 8, "range", -128n],
  ["200x", 10, 8, "syntax", 0n],
  ["300x", 10, 8, "range", 127n],
  ["2147483648", 0, 32, "range", 2147483647n],
  ["-0x80000001", 0, 32, "range", -2147483648n],
  ["5", 10, 0, "", 5n],
];

const UNSIGNED: readonly Row[] = [
  ["", 10, 64, "syntax", 0n],
  ["0", 0, 64, "", 0n],
  ["+1", 10, 64, "syntax", 0n],
  ["-1", 10, 64, "syntax", 0n],
  ["18446744073709551615", 10, 64, "", 18446744073709551615n],
  ["18446744073709551616", 10, 64, "range", 18446744073709551615n],
  ["0xffffffffffffffff", 0, 64, "", 18446744073709551615n],
  ["4294967296", 10, 32, "range", 4294967295n],
  ["256", 10, 8, "range", 255n],
  ["377", 8, 8, "", 255n],
  ["0377", 0, 8, "", 255n],
];

describe("strconv-int", () => {
  const tables = [
    [parseInt, SIGNED],
    [parseUint, UNSIGNED],
  ] as const;
  for (const [parse, rows] of tables) {
    test(`${parse.name}() reads what Go reads, and clamps and fails as Go does`, () => {
      for (const [text, base, bits, reason, value] of rows) {
        const expected = reason === "" ? { ok: true, value } : { ok: false, reason, value };
        assert.deepEqual(parse(text, base, bits), expected, `${JSON.stringify(text)} base ${base}`);
      }
    });
  }
});
