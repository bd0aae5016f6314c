import assert from "node:assert/strict";
import { test } from "node:test";

import { checkDocuments } from "../../src/manifest/check-documents.ts";
import { checkJoins } from "../../src/manifest/check-joins.ts";

const SECRET = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: "a"\n  namespace: "b"\ndata: {}\n';
const WANTED = { kind: "Secret", name: "a", namespace: "b" };

test("checkDocuments() accepts the objects that are meant, in any order", () => {
  checkDocuments([], []);
  checkDocuments([SECRET, SECRET.replace('"a"', '"c"')], [{ ...WANTED, name: "c" }, WANTED]);
});

for (const [what, documents] of [
  ["a missing one", []],
  ["one too many", [SECRET, SECRET]],
  ["another kind", [SECRET.replace("Secret", "ConfigMap")]],
  ["another name", [SECRET.replace('"a"', '"b"')]],
  ["another namespace", [SECRET.replace('"b"', '"a"')]],
  ["a second document", [`${SECRET}---\n${SECRET}`]],
  ["an end of document", [`${SECRET}...\n`]],
] as const) {
  test(`checkDocuments() refuses ${what}`, () => {
    assert.throws(() => {
      checkDocuments(documents, [WANTED]);
    }, TypeError);
  });
}

for (const [joined, ...pieces] of [
  [true, "a: b\n", "---\n", "c: d\n"],
  [true, "a: b", "\n", "---\nc: d\n"],
  [true, "---\n", "a: b\n"],
  [false, "a: b", "---\n", "c: d\n"],
  [false, "a: b\n", "c: d\n"],
  [false, "a: b\n---\n", "c: d\n"],
] as const) {
  test(`checkJoins() ${joined ? "accepts" : "refuses"} ${JSON.stringify(pieces)}`, () => {
    if (joined) check(pieces);
    else
      assert.throws(() => {
        check(pieces);
      }, TypeError);
  });
}

function check(pieces: readonly string[]): void {
  checkJoins(pieces.map((piece) => new TextEncoder().encode(piece)));
}
