import assert from "node:assert/strict";
import { describe, test } from "node:test";

import * as fc from "fast-check";

import { decodeBase32, encodeBase32 } from "../../src/go/base32.ts";
import { goStringOfBytes } from "../../src/go/bytes.ts";

describe("base32", () => {
  test("decodeBase32() gives what Go gives, or fails at the same offset", () => {
    const rows: readonly (readonly [string, string | number])[] = [
      ["", ""],
      ["MY======", "f"],
      ["MZXQ====", "fo"],
      ["MZXW6===", "foo"],
      ["MZXW6YQ=", "foob"],
      ["MZXW6YTB", "fooba"],
      ["MZXW6YTBOI======", "foobar"],
      ["MZ\nXW6\r\nYTB\n", "fooba"],
      ["MZ======", "f"],
      ["MY======AA", "f"],
      ["MZXW6YQ=AB", "foob"],
      ["mzxw6ytb", 0],
      ["MZXW6YTB1", 8],
      ["MZXW6", 0],
      ["MZXW6YTBMZ", 8],
      ["M=======", 1],
      ["MZX=====", 3],
      ["MZXW6Y==", 6],
      ["MY=====", 7],
      ["MY===A==", 4],
      ["MY======MY======", 2],
      ["MZXW YTB", 4],
      ["\xc3\xa9", 0],
    ];
    for (const [encoded, expected] of rows) {
      const decoded = decodeBase32(encoded);
      assert.equal(decoded.ok ? decoded.value : decoded.offset, expected, JSON.stringify(encoded));
    }
  });

  test("decodeBase32() undoes encodeBase32()", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const value = goStringOfBytes(bytes);
        assert.deepEqual(decodeBase32(encodeBase32(value)), { ok: true, value });
      }),
    );
  });
});
