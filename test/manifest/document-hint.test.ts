import assert from "node:assert/strict";
import { test } from "node:test";

import type { JsonValue } from "../../src/ground/json-value.ts";
import { documentHint } from "../../src/manifest/document-hint.ts";

const OBJECT = "Every document is a Kubernetes object with apiVersion and kind, or empty";
const PATCH = "It is a patch of Kustomize: name the folder of the kustomization that has it";

const HINTS: readonly (readonly [what: string, value: JsonValue, hint: string])[] = [
  ["a JSON patch", [{ op: "add", path: "/a" }], PATCH],
  ["a list of which only some are operations", [{ op: "add", path: "/a" }, { op: "add" }], OBJECT],
  ["an empty list", [], OBJECT],
  ["a misspelt kind", { apiVersion: "v1", Kind: "Secret" }, 'Write kind for "Kind"'],
  ["a misspelt apiVersion", { apiversion: "v1", kind: "Secret" }, 'Write apiVersion for "apiversion"'],
  ["two misspelt fields, which may be anything", { ApiVersion: "v1", Kind: "Secret" }, OBJECT],
  ["an object without one of them", { apiVersion: "v1", metadata: { name: "a" } }, OBJECT],
  ["a list under a name like kind", { apiVersion: "v1", kinds: ["Secret"] }, OBJECT],
  ["text", "a", OBJECT],
];

for (const [what, value, hint] of HINTS)
  test(`documentHint() of ${what}`, () => {
    assert.equal(documentHint("input.yaml", value), hint);
  });

test("documentHint() of a kustomization names its folder", () => {
  assert.equal(documentHint("app/kustomization.yaml", {}), "Name its folder: presecret render app");
});
