import type { Diagnostic } from "../../ground/diagnostic.ts";
import { LIMITS } from "../../ground/limits.ts";
import type { Io } from "../io.ts";
import { printDiagnostics } from "./text.ts";

/** Prints diagnostics to standard error, in color on a terminal unless NO_COLOR is set. */
export function reportDiagnostics(
  io: Io,
  diagnostics: readonly Diagnostic[],
  options: { quiet: boolean },
): void {
  const noColor = io.env["NO_COLOR"];
  const color = io.stderr.isTerminal && (noColor === undefined || noColor === "");
  const text = new TextEncoder().encode(printDiagnostics(diagnostics, { color, quiet: options.quiet }));
  if (text.length > 0) io.stderr.write(text.subarray(0, LIMITS.stderr));
}
