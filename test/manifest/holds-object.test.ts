import assert from "node:assert/strict";
import { test } from "node:test";

import { holdsObject } from "../../src/manifest/holds-object.ts";

const NOTHING: readonly (readonly string[])[] = [
  [],
  [""],
  ["\n", "  \n\t\r\n"],
  ["---\n", "# a comment\n", "  # another\n---\n"],
  ["\uFEFF# behind a byte order mark\n"],
  [`# ${"long ".repeat(20_000)}\n`, "#\n".repeat(50_000)],
];

const SOMETHING: readonly (readonly string[])[] = [
  ["kind: Secret\n"],
  ["\uFEFF{}"],
  ["---\n", "# a comment\n", "  kind: Secret\n"],
  ["#\n".repeat(50_000), "---\nä: 1\n"],
];

test("holdsObject() passes over comments, separators and blank lines", () => {
  for (const chunks of NOTHING)
    assert.equal(holdsObject(bytesOf(chunks)), false, chunks.join("").slice(0, 60));
});

test("holdsObject() sees any other line", () => {
  for (const chunks of SOMETHING)
    assert.equal(holdsObject(bytesOf(chunks)), true, chunks.join("").slice(-60));
});

function bytesOf(chunks: readonly string[]): Uint8Array[] {
  return chunks.map((chunk) => new TextEncoder().encode(chunk));
}
