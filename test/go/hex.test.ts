import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { decodeHex, encodeHex } from "../../src/go/hex.ts";

describe("hex", () => {
  test("decodeHex() gives what Go gives, or Go's error", () => {
    const rows: readonly (readonly [string, string, string])[] = [
      ["", "", ""],
      ["00ff7F", "\x00\xff\x7f", ""],
      ["abc", "", "encoding/hex: odd length hex string"],
      ["abg", "", "encoding/hex: invalid byte: U+0067 'g'"],
      ["0x12", "", "encoding/hex: invalid byte: U+0078 'x'"],
      ["a b", "", "encoding/hex: invalid byte: U+0020 ' '"],
      ["ab\n", "", "encoding/hex: invalid byte: U+000A"],
      ["ab\x7f", "", "encoding/hex: invalid byte: U+007F"],
      ["\xe9", "", "encoding/hex: invalid byte: U+00E9 '\xc3\xa9'"],
      ["\xad1", "", "encoding/hex: invalid byte: U+00AD"],
    ];
    for (const [encoded, value, error] of rows) {
      assert.deepEqual(decodeHex(encoded), error === "" ? { ok: true, value } : { ok: false, error });
    }
  });

  test("encodeHex() writes lower case", () => {
    assert.equal(encodeHex("\x00\xabZ"), "00ab5a");
  });
});
