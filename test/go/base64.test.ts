import assert from "node:assert/strict";
import { describe, test } from "node:test";

import * as fc from "fast-check";

import { decodeBase64, encodeBase64 } from "../../src/go/base64.ts";
import { goStringOfBytes } from "../../src/go/bytes.ts";

describe("base64", () => {
  test("decodeBase64() gives what Go gives, or fails at the same offset", () => {
    const rows: readonly (readonly [string, string | number])[] = [
      ["", ""],
      ["Zg==", "f"],
      ["Zh==", "f"],
      ["Zm8=", "fo"],
      ["Zm9v", "foo"],
      ["Zm9vYg==", "foob"],
      ["Zm9v\nYg=\r\n=\n", "foob"],
      ["\r\n", ""],
      ["password", "\xa5\xab,\xc2\x8a\xdd"],
      ["true", "\xb6\xbb\x9e"],
      ["Zg", 0],
      ["Zg=", 3],
      ["Z", 0],
      ["Z===", 1],
      ["=", 0],
      ["====", 0],
      ["Zg==Zg==", 4],
      ["Zm8=\nA", 5],
      ["Zg=A", 2],
      ["Zg=\nA", 3],
      ["Zm9vZm", 4],
      ["Zm9v Zg==", 4],
      ["Zm9v\tZg==", 4],
      ["Zm9v\xe9Zg=", 4],
      ["a-_b", 1],
      ["Zm9vYg==\n", "foob"],
      ["Zm9vYg==x", 8],
      ["Zm9\n", 1],
    ];
    for (const [encoded, expected] of rows) {
      const decoded = decodeBase64(encoded, "std");
      assert.equal(decoded.ok ? decoded.value : decoded.offset, expected, JSON.stringify(encoded));
    }
  });

  test("decodeBase64() of the URL alphabet refuses + and /", () => {
    assert.deepEqual(decodeBase64("-_-_", "url"), { ok: true, value: "\xfb\xff\xbf" });
    assert.deepEqual(decodeBase64("+/+/", "url"), { ok: false, offset: 0 });
    assert.deepEqual(decodeBase64("+/+/", "std"), { ok: true, value: "\xfb\xff\xbf" });
  });

  test("encodeBase64() pads in both alphabets", () => {
    assert.deepEqual([encodeBase64("\xff\xfe", "std"), encodeBase64("\xff\xfe", "url")], ["//4=", "__4="]);
    assert.deepEqual([encodeBase64("\xff", "std"), encodeBase64("\xff", "url")], ["/w==", "_w=="]);
    assert.deepEqual([encodeBase64("", "std"), encodeBase64("", "url")], ["", ""]);
  });

  test("decodeBase64() undoes encodeBase64(), with line breaks anywhere", () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.constantFrom("std" as const, "url" as const),
        fc.nat(),
        (bytes, alphabet, at) => {
          const value = goStringOfBytes(bytes);
          const encoded = encodeBase64(value, alphabet);
          const broken =
            encoded.slice(0, at % (encoded.length + 1)) + "\r\n" + encoded.slice(at % (encoded.length + 1));
          assert.deepEqual(decodeBase64(broken, alphabet), { ok: true, value });
        },
      ),
    );
  });

  test("decodeBase64() takes many megabytes with a line break in each line", () => {
    const lines = `${"QUJD".repeat(19)}\n`.repeat(50_000);
    const decoded = decodeBase64(lines, "std");
    assert.equal(decoded.ok && decoded.value.length, 57 * 50_000);
  });
});
