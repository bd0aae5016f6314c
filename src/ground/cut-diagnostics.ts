import type { Diagnostic, Located } from "./diagnostic.ts";
import { hasErrors } from "./diagnostic.ts";
import { LIMITS } from "./limits.ts";

/**
 * The diagnostics of one object: the first LIMITS.objectDiagnostics of them, and one more that counts the others. That one
 * is an error where one of the others is.
 */
export function cutDiagnostics(object: Located, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const others = diagnostics.slice(LIMITS.objectDiagnostics);
  const severity = hasErrors(others) ? "error" : others[0]?.severity;
  const worst = others.find((other) => other.severity === severity);
  if (worst === undefined) return diagnostics;
  const counted: Diagnostic = {
    code: worst.code,
    severity: worst.severity,
    message: `Cannot list all problems of this object: there are ${others.length} more`,
    hint: "Correct those that are listed first",
    ...object.at([]),
  };
  return [...diagnostics.slice(0, LIMITS.objectDiagnostics), counted];
}
