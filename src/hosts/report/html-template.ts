import Handlebars from "handlebars";

import type { ReportPage } from "./html-page.ts";
import { HTML_ASSETS, TEMPLATE_OPTIONS } from "./html-assets.ts";

/** The style and the script of the page, and the policy that lets these two run and nothing else. */
export const { style: STYLE, script: SCRIPT, policy: POLICY } = HTML_ASSETS;

const template = Handlebars.compile<ReportPage>(HTML_ASSETS.template, TEMPLATE_OPTIONS);

/** The page of a report. The product has this module's code from htmlTemplateSource: there nothing is compiled. */
export function printPage(page: ReportPage): string {
  return template(page);
}
