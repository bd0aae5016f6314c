import assert from "node:assert/strict";
import { test } from "node:test";

import { diagnosticsOf, hasErrors, printResourceRef, RenderError } from "../../src/ground/diagnostic.ts";

const TOLD = { code: "USAGE", severity: "error", message: "Told" } as const;

test("hasErrors() passes over warnings and notes", () => {
  const others = [{ ...TOLD, severity: "warning" } as const, { ...TOLD, severity: "info" } as const];
  assert.equal(hasErrors(others), false);
  assert.equal(hasErrors([...others, TOLD]), true);
});

test("diagnosticsOf() takes a RenderError, and throws another one again", () => {
  const bug = new TypeError("bug");
  assert.deepEqual(diagnosticsOf(new RenderError(TOLD)), [TOLD]);
  assert.throws(() => diagnosticsOf(bug), bug);
});

for (const [namespace, name, printed] of [
  ["shop", "db", "ExternalSecret shop/db"],
  [undefined, "db", "ExternalSecret db"],
  ["shop", "", "ExternalSecret without a name"],
  [undefined, "", "ExternalSecret without a name"],
] as const)
  test(`printResourceRef() prints "${printed}" for ${namespace ?? "no namespace"} and "${name}"`, () => {
    const ref = { apiVersion: "external-secrets.io/v1", kind: "ExternalSecret", name };
    assert.equal(printResourceRef(namespace === undefined ? ref : { ...ref, namespace }), printed);
  });
