import { escapeHtml } from "./escape-html.ts";
import { ASSETS, printPage } from "./html-template.ts";
import { htmlView } from "./html-view.ts";
import type { RunReport } from "./run-report.ts";

/**
 * A report as one HTML page that needs nothing else: no network, no other file. Its policy lets only its own style
 * and script run, and no text of a manifest is markup.
 */
export function htmlReport(report: RunReport): string {
  return printPage({ ...ASSETS, view: htmlView(report) }, escapeHtml);
}
