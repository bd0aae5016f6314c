import type { Diagnostic } from "../../ground/diagnostic.ts";
import { LIMITS } from "../../ground/limits.ts";
import type { Io } from "../io.ts";
import { printDiagnostics } from "./text.ts";

const LINE_FEED = 10;

/** Prints diagnostics to standard error, in color on a terminal unless NO_COLOR is set. */
export function reportDiagnostics(
  io: Io,
  diagnostics: readonly Diagnostic[],
  options: { quiet: boolean },
): void {
  const noColor = io.env["NO_COLOR"];
  const color = io.stderr.isTerminal && (noColor === undefined || noColor === "");
  const text = new TextEncoder().encode(printDiagnostics(diagnostics, { color, quiet: options.quiet }));
  if (text.length > LIMITS.stderr) io.stderr.write(wholeLines(text), new TextEncoder().encode(MORE));
  else if (text.length > 0) io.stderr.write(text);
}

const MORE = "presecret: and more than can be shown here\n";

function wholeLines(text: Uint8Array): Uint8Array {
  return text.subarray(0, text.lastIndexOf(LINE_FEED, LIMITS.stderr - MORE.length - 1) + 1);
}
