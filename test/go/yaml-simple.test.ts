import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import fc from "fast-check";

import { YamlError } from "../../src/go/yaml-error.ts";
import { parseYamlInFull } from "../../src/go/yaml-parse.ts";
import { parseSimpleYaml } from "../../src/go/yaml-simple.ts";

/** What the parser gives, or that it refuses. */
function inFull(text: string): unknown {
  try {
    return parseYamlInFull(text);
  } catch (error) {
    if (error instanceof YamlError) return "refused";
    throw error;
  }
}

const INDENT = fc.constantFrom("", " ", "  ", "    ", "      ");
const DASH = fc.constantFrom("", "", "- ", "-   ", "-", "- - ");
const KEY = fc.constantFrom("", "a:", "b:", "kind:", "y: ", "a.b/c-d:", "1:", '"q":', "? x", "a :");
const VALUE = fc.constantFrom(
  "",
  "x",
  "1h",
  "a b",
  "a  b",
  "a: b",
  "a:b",
  "http://x/y:1",
  '"q"',
  "'q'",
  "'it''s'",
  '"\\n"',
  "|",
  ">-",
  "{}",
  "[]",
  "&a x",
  "*a",
  "!!str x",
  "x # c",
  "#c",
  "-1",
  "---",
  "...",
  "é",
  "a\tb",
);
const LINE = fc
  .tuple(INDENT, DASH, KEY, fc.constantFrom("", " "), VALUE, fc.constantFrom("", "", " ", "\r"))
  .map((parts) => `${parts.join("")}\n`);
const USUAL = fc
  .tuple(
    INDENT,
    fc.constantFrom("", "", "- "),
    fc.constantFrom("a:", "b:", "c:"),
    fc.constantFrom("", " x", ' "q"'),
  )
  .map((parts) => `${parts.join("")}\n`);

for (const [name, line, runs] of [
  ["any lines", LINE, 2000],
  ["usual lines", USUAL, 4000],
] as const) {
  test(`parseSimpleYaml() gives what the parser gives, or nothing: ${name}`, () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const text = lines.join("");
        const simple = parseSimpleYaml(text);
        if (simple !== undefined) assert.deepEqual(simple, inFull(text));
      }),
      { numRuns: runs },
    );
  });
}

test("parseSimpleYaml() reads usual manifests, and gives what the parser gives", () => {
  const root = new URL("../../fixtures/", import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".yaml"),
  );
  const documents = files.flatMap((file) => readFileSync(new URL(file, root), "latin1").split(/^---.*\n/m));
  const read = documents.filter((document) => {
    const simple = parseSimpleYaml(document);
    if (simple !== undefined) assert.deepEqual(simple, inFull(document));
    return simple !== undefined;
  });
  assert.ok(read.length > documents.length / 10, `${read.length} of ${documents.length}`);
});
