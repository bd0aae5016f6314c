import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import { compileTemplate } from "./compile-template.ts";

/**
 * The source of an ES module that prints the page of a report: style, script and policy as texts, the template
 * as code. The build puts it in the place of html-template.ts, so that the product compiles nothing.
 */
export function htmlTemplateSource(): string {
  const style = read("report.css");
  const script = read("report.js");
  const csp = `default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'`;
  return `export const ASSETS = ${JSON.stringify({ style, script, csp })};
export function printPage(c0, e) {
${compileTemplate(read("report.hbs"))}}
`;
}

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
