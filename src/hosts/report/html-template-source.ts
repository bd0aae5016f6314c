import Handlebars from "handlebars";

import { HTML_ASSETS, TEMPLATE_OPTIONS } from "./html-assets.ts";

/**
 * The source of an ES module that can stand for html-template.ts: the same exports, the template as code, and no
 * compiler. `runtime` is where it finds Handlebars' runtime.
 */
export function htmlTemplateSource(runtime = "handlebars/runtime.js"): string {
  const { template, style, script, policy } = HTML_ASSETS;
  const code: unknown = Handlebars.precompile(template, TEMPLATE_OPTIONS);
  if (typeof code !== "string") throw new TypeError("Handlebars gave no code");
  return `import runtime from ${JSON.stringify(runtime)};
export const STYLE = ${JSON.stringify(style)};
export const SCRIPT = ${JSON.stringify(script)};
export const POLICY = ${JSON.stringify(policy)};
const template = runtime.template(${code});
export function printPage(page) {
  return template(page);
}
`;
}
