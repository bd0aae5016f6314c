import assert from "node:assert/strict";
import { test } from "node:test";

import type { Code } from "../../src/ground/codes.ts";
import type { Diagnostic, Severity } from "../../src/ground/diagnostic.ts";
import { exitCodeOf } from "../../src/ground/exit-code.ts";

/** One code for each exit code, what stays wrong for longest first. */
const ORDER: readonly (readonly [code: Code, exit: number])[] = [
  ["INTERNAL", 70],
  ["USAGE", 64],
  ["ENVIRONMENT_INVALID", 78],
  ["ACCESS_DENIED", 77],
  ["DOCUMENT_INVALID", 65],
  ["SECRET_NOT_FOUND", 66],
  ["PROTOCOL", 76],
  ["OUTPUT_FAILED", 74],
  ["UNREACHABLE", 69],
  ["THROTTLED", 75],
];

function found(code: Code, severity: Severity = "error"): Diagnostic {
  return { code, severity, message: "" };
}

for (const [index, [code, exit]] of ORDER.entries()) {
  test(`exitCodeOf() gives ${exit} for ${code}, whatever is told beside it that may pass sooner`, () => {
    const others = ORDER.slice(index).map(([other]) => found(other));
    for (const told of [[found(code)], others, others.toReversed()]) assert.equal(exitCodeOf(told), exit);
  });
}

test("exitCodeOf() gives 0 where nothing is an error", () => {
  assert.equal(exitCodeOf([]), 0);
  assert.equal(exitCodeOf([found("DOCUMENT_INVALID", "warning"), found("INTERNAL", "info")]), 0);
});
