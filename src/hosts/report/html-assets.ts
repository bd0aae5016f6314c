import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** Every member that the template names must be there, and it calls no helper but Handlebars' own. */
export const TEMPLATE_OPTIONS = { strict: true, knownHelpersOnly: true } as const;

const style = read("report.css");
const script = read("report.js");

/** What the page is made of, as it lies beside this module. */
export const HTML_ASSETS = {
  template: read("report.hbs"),
  style,
  script,
  policy: `default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'`,
} as const;

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
