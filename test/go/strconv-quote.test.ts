import assert from "node:assert/strict";
import { describe, test } from "node:test";

import * as fc from "fast-check";

import { goStringOfBytes } from "../../src/go/bytes.ts";
import {
  canBackquote,
  quote,
  quoteRune,
  quoteRuneToAscii,
  quoteToAscii,
} from "../../src/go/strconv-quote.ts";
import { unquote } from "../../src/go/strconv-unquote.ts";

const STRINGS: readonly (readonly [string, string, string])[] = [
  ["", '""', '""'],
  ["plain text", '"plain text"', '"plain text"'],
  ['it\'s "quoted"', '"it\'s \\"quoted\\""', '"it\'s \\"quoted\\""'],
  ["back\\slash", '"back\\\\slash"', '"back\\\\slash"'],
  ["a\x07\x08\x0c\n\r\t\x0bz", '"a\\a\\b\\f\\n\\r\\t\\vz"', '"a\\a\\b\\f\\n\\r\\t\\vz"'],
  ["\x00\x1b\x7f", '"\\x00\\x1b\\x7f"', '"\\x00\\x1b\\x7f"'],
  [
    "\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80",
    '"\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80"',
    '"\\u00e9\\u4e2d\\U0001f600"',
  ],
  [
    "\xc2\x80\xc2\xa0\xc2\xad\xe2\x80\xa8\xef\xbb\xbf\xe3\x80\x80",
    '"\\u0080\\u00a0\\u00ad\\u2028\\ufeff\\u3000"',
    '"\\u0080\\u00a0\\u00ad\\u2028\\ufeff\\u3000"',
  ],
  ["\xff\xc3(\xed\xa0\x80", '"\\xff\\xc3(\\xed\\xa0\\x80"', '"\\xff\\xc3(\\xed\\xa0\\x80"'],
  ["\xef\xbf\xbd", '"\xef\xbf\xbd"', '"\\ufffd"'],
  [
    "\xcd\xb8\xf3\xa0\x80\x81\xf4\x8f\xbf\xbf",
    '"\\u0378\\U000e0001\\U0010ffff"',
    '"\\u0378\\U000e0001\\U0010ffff"',
  ],
  ["\xf0\x9f\xab\xa9", '"\\U0001fae9"', '"\\U0001fae9"'],
];

const RUNES: readonly (readonly [number, string, string])[] = [
  [97, "'a'", "'a'"],
  [39, "'\\''", "'\\''"],
  [34, "'\"'", "'\"'"],
  [10, "'\\n'", "'\\n'"],
  [0, "'\\x00'", "'\\x00'"],
  [127, "'\\x7f'", "'\\x7f'"],
  [233, "'\xc3\xa9'", "'\\u00e9'"],
  [160, "'\\u00a0'", "'\\u00a0'"],
  [128512, "'\xf0\x9f\x98\x80'", "'\\U0001f600'"],
  [55296, "'\xef\xbf\xbd'", "'\\ufffd'"],
  [-1, "'\xef\xbf\xbd'", "'\\ufffd'"],
  [1114112, "'\xef\xbf\xbd'", "'\\ufffd'"],
  [65533, "'\xef\xbf\xbd'", "'\\ufffd'"],
];

const BACKQUOTED: readonly (readonly [string, boolean])[] = [
  ["", true],
  ["a b\t\"'\\", true],
  ["a`", false],
  ["a\nb", false],
  ["\x7f", false],
  ["\xff", false],
  ["\xc3\xa9", true],
  ["\xef\xbb\xbf", false],
  ["\xc2\xa0", true],
];

describe("strconv-quote", () => {
  test("quote() and quoteToAscii() write what Go writes", () => {
    for (const [s, quoted, ascii] of STRINGS) assert.deepEqual([quote(s), quoteToAscii(s)], [quoted, ascii]);
  });

  test("quoteRune() and quoteRuneToAscii() write what Go writes", () => {
    for (const [rune, quoted, ascii] of RUNES) {
      assert.deepEqual([quoteRune(rune), quoteRuneToAscii(rune)], [quoted, ascii], String(rune));
    }
  });

  test("canBackquote() refuses controls, backquotes, DEL, bytes that are not UTF-8 and U+FEFF", () => {
    for (const [s, expected] of BACKQUOTED) assert.equal(canBackquote(s), expected, JSON.stringify(s));
  });

  test("unquote() undoes quote() for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const s = goStringOfBytes(bytes);
        assert.deepEqual([unquote(quote(s)), unquote(quoteToAscii(s))], [s, s]);
      }),
    );
  });
});
