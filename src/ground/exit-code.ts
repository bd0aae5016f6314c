import type { Code } from "./codes.ts";
import { CODES } from "./codes.ts";

/** Which exit code tells most: what stays wrong however often one tries comes first. */
const EXIT_PRECEDENCE = [70, 64, 78, 77, 65, 66, 76, 74, 69, 75];

/** The exit code of a run that ended with errors of these codes; 0 for none. */
export function exitCodeOf(codes: Iterable<Code>): number {
  const exits = new Set<number>();
  for (const code of codes) exits.add(CODES[code].exit);
  return EXIT_PRECEDENCE.find((exit) => exits.has(exit)) ?? 0;
}
