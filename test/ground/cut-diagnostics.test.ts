import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { cutDiagnostics } from "../../src/ground/cut-diagnostics.ts";
import type { Diagnostic, Located } from "../../src/ground/diagnostic.ts";
import { errorAt, warningAt } from "../../src/ground/diagnostic.ts";
import { LIMITS } from "../../src/ground/limits.ts";
import { cli } from "../cli.ts";

const OBJECT: Located = { at: (path) => ({ file: { path: "a.yaml", line: path.length + 1 } }) };
const { objectDiagnostics: most } = LIMITS;

function warnings(count: number): Diagnostic[] {
  return Array.from({ length: count }, (_, index) =>
    warningAt(OBJECT, ["a"], { code: "FIELD_REPEATED", message: `Warning ${index}` }),
  );
}

suite("cutDiagnostics", () => {
  test("keeps all that are within LIMITS.objectDiagnostics", () => {
    const diagnostics = warnings(most);
    assert.deepEqual(cutDiagnostics(OBJECT, diagnostics), diagnostics);
  });

  test("counts those beyond in one more, at the object itself", () => {
    const diagnostics = warnings(most + 7);
    assert.deepEqual(cutDiagnostics(OBJECT, diagnostics), [
      ...diagnostics.slice(0, most),
      {
        code: "FIELD_REPEATED",
        severity: "warning",
        message: "Cannot list all problems of this object: there are 7 more",
        hint: "Correct those that are listed first",
        file: { path: "a.yaml", line: 1 },
      },
    ]);
  });

  test("makes that one an error where an error is among those beyond", () => {
    const error = errorAt(OBJECT, ["a"], { code: "FIELD_UNKNOWN", message: "Error" });
    const last = cutDiagnostics(OBJECT, [...warnings(most + 1), error]).at(-1);
    assert.deepEqual([last?.code, last?.severity], ["FIELD_UNKNOWN", "error"]);
  });
});

const SECRET = "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: a}\nspec:\n";
const STORE =
  "apiVersion: external-secrets.io/v1\nkind: SecretStore\nspec: {provider: {fake: {data: []}}}\nmetadata:\n  name: a\n";

for (const [what, stdin, counted, exit] of [
  ["fields that are not known", `${SECRET}${numbered(40_000)}`, /are 39000 more \[FIELD_UNKNOWN\]/, 65],
  [
    "entries that lack fields",
    `${SECRET}  data:\n${"  - {}\n".repeat(100_000)}`,
    /are 199000 more \[SCHEMA_INVALID\]/,
    65,
  ],
  ["fields of metadata that are dropped", `${STORE}${numbered(2000)}`, /are 1000 more \[FIELD_UNKNOWN\]/, 0],
  [
    "fields that are there twice",
    `${STORE}  labels: {${"a: b, c: d, ".repeat(2)}}\n${numbered(2000).repeat(2)}`,
    /are 1002 more \[FIELD_REPEATED\]/,
    0,
  ],
] as const) {
  test(`render counts ${what} beyond LIMITS.objectDiagnostics`, async () => {
    const result = await cli(["render", "-"], { stdin });
    assert.match(result.stderr, counted);
    assert.equal(result.exit, exit);
  });
}

function numbered(count: number): string {
  return Array.from({ length: count }, (_, index) => `  k${index}: v\n`).join("");
}
