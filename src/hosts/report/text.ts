import type { Diagnostic, Severity } from "../../ground/diagnostic.ts";
import { printResourceRef, sortDiagnostics } from "../../ground/diagnostic.ts";
import { LIMITS } from "../../ground/limits.ts";
import { visible } from "../../ground/visible.ts";

export interface TextOptions {
  readonly color: boolean;
  /** Errors only. */
  readonly quiet: boolean;
  /** Codes of errors that stand above: how to read more about them was said there. */
  readonly above?: ReadonlySet<string>;
}

const RED = 31;
const YELLOW = 33;
const GREY = 90;

const COLORS: Readonly<Record<Severity, number>> = { error: RED, warning: YELLOW, info: GREY };

/** What GitHub's runners take for an order to them, such as `::error::`, behind blanks too. A file may be named so. */
const WORKFLOW_COMMAND = /^\s*::/;

/**
 * Diagnostics for a person, sorted: file and line, object, field, message and code on one line, hints below it, and
 * below the first error of a code how to read more about it. At most 50 are printed, errors before the rest, with a count
 * of those that are left out.
 */
export function printDiagnostics(diagnostics: readonly Diagnostic[], options: TextOptions): string {
  const shown = diagnostics.filter(({ severity }) => !options.quiet || severity === "error");
  const kept = sortDiagnostics(mostSevere(shown));
  const above = new Set(options.above);
  let text = "";
  for (const diagnostic of kept) {
    text += printDiagnostic(diagnostic, { ...options, above });
    if (diagnostic.severity === "error") above.add(diagnostic.code);
  }
  const more = shown.length - kept.length;
  return more === 0 ? text : `${text}presecret: and ${more} more\n`;
}

function mostSevere(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length <= LIMITS.diagnostics) return diagnostics;
  const bySeverity = (["error", "warning", "info"] as const).flatMap((wanted) =>
    sortDiagnostics(diagnostics.filter(({ severity }) => severity === wanted)),
  );
  return bySeverity.slice(0, LIMITS.diagnostics);
}

function printDiagnostic(diagnostic: Diagnostic, options: TextOptions): string {
  const { code, severity, message, hint } = diagnostic;
  const paint = (text: string): string =>
    options.color ? `\u001B[${COLORS[severity]}m${text}\u001B[0m` : text;
  const label = severity === "error" ? "" : `${severity}: `;
  const first = `${placeOf(diagnostic)}${paint(label)}${printable(message)} ${paint(`[${code}]`)}`;
  const lines = [WORKFLOW_COMMAND.test(first) ? `presecret: ${first}` : first];
  for (const line of diagnostic.said?.lines ?? [])
    lines.push(`  ${diagnostic.said?.by ?? ""}: ${printable(line)}`);
  if (hint !== undefined) lines.push(`  hint: ${printable(hint)}`);
  if (severity === "error" && options.above?.has(code) !== true)
    lines.push(`  see:  presecret explain ${code}`);
  return `${lines.join("\n")}\n`;
}

/** `app/db.yaml:14: ExternalSecret default/db: spec.data[2]: `, as much of it as is known. */
function placeOf({ file, resourceRef, field }: Diagnostic): string {
  const parts: string[] = [];
  if (file !== undefined) parts.push(file.line === undefined ? file.path : `${file.path}:${file.line}`);
  if (resourceRef !== undefined) parts.push(printResourceRef(resourceRef));
  if (field !== undefined) parts.push(field.path);
  if (parts.length === 0) parts.push("presecret");
  return parts.map((part) => `${visible(part)}: `).join("");
}

/** Longer than a name may be: a message holds several. */
function printable(text: string): string {
  return visible(text, 1024);
}
