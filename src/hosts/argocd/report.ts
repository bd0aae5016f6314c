import type { Diagnostic } from "../../ground/diagnostic.ts";
import { sortDiagnostics } from "../../ground/diagnostic.ts";
import { LIMITS } from "../../ground/limits.ts";
import type { Io } from "../io.ts";
import { printDiagnostics } from "../report/text.ts";

/** Room for the line that counts what was left out. */
const LAST_LINE = 64;

/**
 * Prints diagnostics to standard error, errors first, whole ones only, at most 4 KiB: Argo CD shows all of it in the
 * Application's status and keeps it in its cache.
 */
export function reportToArgocd(io: Io, diagnostics: readonly Diagnostic[]): void {
  const sorted = (["error", "warning", "info"] as const).flatMap((wanted) =>
    sortDiagnostics(diagnostics.filter(({ severity }) => severity === wanted)),
  );
  const encoder = new TextEncoder();
  const room = LIMITS.argocdStderr - LAST_LINE;
  let text = "";
  let count = 0;
  const above = new Set<string>();
  for (const diagnostic of sorted) {
    const left = room - encoder.encode(text).length;
    const printed = printWithin(diagnostic, left, above);
    if (printed === undefined) break;
    text += printed;
    if (diagnostic.severity === "error") above.add(diagnostic.code);
    count += 1;
  }
  if (count < sorted.length) text += `presecret: and ${sorted.length - count} more\n`;
  if (text !== "") io.stderr.write(encoder.encode(text));
}

/** One diagnostic in at most `size` bytes; of what a renderer said, as much of the end as there is room for. */
function printWithin(diagnostic: Diagnostic, size: number, above: ReadonlySet<string>): string | undefined {
  const { said, ...own } = diagnostic;
  for (let lines = said?.lines ?? []; ; lines = lines.slice(1)) {
    const shown = said === undefined || lines.length === 0 ? own : { ...own, said: { ...said, lines } };
    const printed = printDiagnostics([shown], { color: false, quiet: false, above });
    if (new TextEncoder().encode(printed).length <= size) return printed;
    if (lines.length === 0) return undefined;
  }
}
