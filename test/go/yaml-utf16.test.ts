import assert from "node:assert/strict";
import { test } from "node:test";

import { type GoString, toGoString } from "../../src/go/bytes.ts";
import { YamlError } from "../../src/go/yaml-error.ts";
import { yamlToMap } from "../../src/go/yaml-json.ts";

const le = (text: string): GoString => `\xff\xfe${Buffer.from(text, "utf16le").toString("latin1")}`;
const be = (text: string): GoString => `\xfe\xff${Buffer.from(text, "utf16le").swap16().toString("latin1")}`;

test("yamlToMap() reads UTF-16 behind a byte order mark", () => {
  for (const source of [le("a: é😀\nb: 1\n"), be("a: é😀\nb: 1\n")]) {
    assert.deepEqual(
      [...yamlToMap(source)],
      [
        ["a", toGoString("é😀")],
        ["b", 1],
      ],
    );
  }
  assert.equal(yamlToMap("\xff\xfe").size, 0);
});

const REFUSED: readonly (readonly [source: GoString, goText: string])[] = [
  [`${le("a: 1")}x`, "yaml: incomplete UTF-16 character"],
  [le("a: \udc00"), "yaml: unexpected low surrogate area"],
  [le("a: \ud83d"), "yaml: incomplete UTF-16 surrogate pair"],
  [be("a: \ud83dx"), "yaml: expected low surrogate area"],
  [be("a: \u0007"), "yaml: control characters are not allowed"],
];

for (const [source, goText] of REFUSED) {
  test(`yamlToMap() says of UTF-16 what go-yaml does: ${goText}`, () => {
    assert.throws(
      () => yamlToMap(source),
      (error) => error instanceof YamlError && error.goText() === goText,
    );
  });
}
