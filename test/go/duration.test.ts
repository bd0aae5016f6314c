import assert from "node:assert/strict";
import { describe, test } from "node:test";

import * as fc from "fast-check";

import { formatDuration, parseDuration } from "../../src/go/duration.ts";

const LEAST = -(2n ** 63n);
const LARGEST = 2n ** 63n - 1n;

describe("duration", () => {
  test("parseDuration() reads what Go reads", () => {
    const rows: readonly (readonly [string, bigint | undefined])[] = [
      ["", undefined],
      ["+", undefined],
      ["0", 0n],
      ["-0", 0n],
      ["00", undefined],
      ["1", undefined],
      ["1h", 3_600_000_000_000n],
      ["-1.5h", -5_400_000_000_000n],
      ["1h2m3.5s", 3_723_500_000_000n],
      ["1.s", 1_000_000_000n],
      [".5s", 500_000_000n],
      [".s", undefined],
      ["3us", 3_000n],
      ["3\xc2\xb5s", 3_000n],
      ["3\xce\xbcs", 3_000n],
      ["1m1h", 3_660_000_000_000n],
      ["0.3333333333333333333h", 1_200_000_000_000n],
      ["1.9ns", 1n],
      ["1h1", undefined],
      ["1d", undefined],
      ["1H", undefined],
      ["1 s", undefined],
      ["--1s", undefined],
      ["2562047h47m16.854775807s", LARGEST],
      ["2562047h47m16.854775808s", undefined],
      ["-2562047h47m16.854775808s", LEAST],
      ["-2562047h47m16.854775809s", undefined],
      ["9223372036854775808ns", undefined],
    ];
    for (const [text, expected] of rows) assert.equal(parseDuration(text), expected, JSON.stringify(text));
  });

  test("formatDuration() writes what Go writes", () => {
    const rows: readonly (readonly [bigint, string])[] = [
      [0n, "0s"],
      [1n, "1ns"],
      [1_100n, "1.1\xc2\xb5s"],
      [2_200_000n, "2.2ms"],
      [3_300_000_000n, "3.3s"],
      [60_000_000_000n, "1m0s"],
      [3_600_000_000_000n, "1h0m0s"],
      [-5_400_000_000_001n, "-1h30m0.000000001s"],
      [LARGEST, "2562047h47m16.854775807s"],
      [LEAST, "-2562047h47m16.854775808s"],
    ];
    for (const [nanoseconds, expected] of rows) assert.equal(formatDuration(nanoseconds), expected);
  });

  test("parseDuration() undoes formatDuration() for whole seconds", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: LEAST / 1_000_000_000n, max: LARGEST / 1_000_000_000n }), (seconds) => {
        assert.equal(parseDuration(formatDuration(seconds * 1_000_000_000n)), seconds * 1_000_000_000n);
      }),
    );
  });
});
