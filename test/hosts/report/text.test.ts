import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import type { Diagnostic } from "../../../src/ground/diagnostic.ts";
import { printDiagnostics } from "../../../src/hosts/report/text.ts";

const HOSTILE = fc.string({
  unit: fc.oneof(
    fc.constantFrom("::", "##[", "\n", "\r", "\u001b[2J", "\u009b", "\u007f", "\u0000", "\u202e", "\u2028"),
    fc.constantFrom("\u00ad", "\u061c", "\u200b", "\u2066", "\ufeff", "\ufff9", "\ud800", " ", "a"),
  ),
});

/** What a terminal acts on or hides, as lists of Unicode have it: written apart from what the code looks for. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

test("printDiagnostics() prints texts of others as one line each, without anything that is acted on", () => {
  fc.assert(
    fc.property(HOSTILE, HOSTILE, HOSTILE, HOSTILE, (path, name, message, said) => {
      const diagnostic: Diagnostic = {
        code: "YAML_INVALID",
        severity: "error",
        message,
        file: { path, line: 1 },
        resourceRef: { apiVersion: "v1", kind: name, name },
        field: { path: name },
        hint: message,
        said: { by: "helm", lines: [said] },
      };
      const lines = printDiagnostics([diagnostic], { color: false, quiet: false }).split("\n");
      assert.equal(lines.length, 5);
      for (const line of lines) assert.doesNotMatch(line, UNPRINTABLE);
      for (const line of lines) assert.doesNotMatch(line, /^\s*::/);
    }),
  );
});
