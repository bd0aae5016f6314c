import assert from "node:assert/strict";
import { test } from "node:test";

import type { Diagnostic, Severity } from "../../src/ground/diagnostic.ts";
import { exitCodeOf } from "../../src/ground/exit-code.ts";

function diagnostic(code: Diagnostic["code"], severity: Severity): Diagnostic {
  return { code, severity, message: "Told" };
}

const RUNS: readonly (readonly [diagnostics: readonly Diagnostic[], exit: number])[] = [
  [[], 0],
  [[diagnostic("INPUT_EMPTY", "warning"), diagnostic("USAGE", "info")], 0],
  [[diagnostic("USAGE", "warning"), diagnostic("INPUT_EMPTY", "error")], 65],
  [[diagnostic("DEADLINE", "error"), diagnostic("INPUT_EMPTY", "error")], 65],
];

for (const [diagnostics, exit] of RUNS) {
  const told = diagnostics.map(({ code, severity }) => `${severity} ${code}`).join(", ");
  test(`exitCodeOf() is ${exit} for ${told === "" ? "no diagnostic" : told}`, () => {
    assert.equal(exitCodeOf(diagnostics), exit);
  });
}
