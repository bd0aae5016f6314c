import { CODES } from "./codes.ts";
import type { Diagnostic } from "./diagnostic.ts";

/** Which exit code tells most: what stays wrong however often one tries comes first. */
const EXIT_PRECEDENCE = [70, 64, 78, 77, 65, 66, 76, 74, 69, 75];

/** The exit code of a run that ended with these diagnostics; 0 where none of them is an error. */
export function exitCodeOf(diagnostics: readonly Diagnostic[]): number {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const exits = new Set<number>(errors.map(({ code }) => CODES[code].exit));
  return EXIT_PRECEDENCE.find((exit) => exits.has(exit)) ?? 0;
}
