import type { HtmlView } from "./html-view.ts";

/** All that the template of the page is given. */
export interface ReportPage {
  readonly view: HtmlView;
  readonly style: string;
  readonly script: string;
  /** Content-Security-Policy. */
  readonly csp: string;
}
