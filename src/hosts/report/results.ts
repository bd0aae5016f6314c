import type { Diagnostic } from "../../ground/diagnostic.ts";
import { diagnosticsOf, sortDiagnostics } from "../../ground/diagnostic.ts";

/** What `plan` gives; a problem that stopped it is a diagnostic like any other, so that every format tells it. */
export async function planOrProblem<Result extends { readonly diagnostics: readonly Diagnostic[] }>(
  plan: () => Promise<Result>,
): Promise<Result | { readonly diagnostics: readonly Diagnostic[] }> {
  try {
    return await plan();
  } catch (error) {
    return { diagnostics: diagnosticsOf(error) };
  }
}

/** Diagnostics for a program: KRM results, or a SARIF log of what `command` found. */
export async function printResults(
  diagnostics: readonly Diagnostic[],
  format: "json" | "sarif",
  command: string,
): Promise<string> {
  return `${JSON.stringify(await toLog(diagnostics, format, command), undefined, 2)}\n`;
}

async function toLog(
  diagnostics: readonly Diagnostic[],
  format: "json" | "sarif",
  command: string,
): Promise<object> {
  if (format === "json") return { results: sortDiagnostics(diagnostics) };
  const { sarifLog } = await import("./sarif.ts");
  return sarifLog(diagnostics, command);
}
