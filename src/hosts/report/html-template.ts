import { htmlTemplateSource } from "./html-template-source.ts";
import type { HtmlView } from "./html-view.ts";

/** What the page is made of beside a report. */
export interface PageAssets {
  readonly style: string;
  readonly script: string;
  /** Content-Security-Policy: it lets only the page's own style and script run. */
  readonly csp: string;
}

/** Prints the page; `escape` makes a text, or a number, into text of HTML. */
export type PrintPage = (
  page: PageAssets & { readonly view: HtmlView },
  escape: (value: string | number) => string,
) => string;

interface Template {
  readonly ASSETS: PageAssets;
  readonly printPage: PrintPage;
}

const source = `data:text/javascript,${encodeURIComponent(htmlTemplateSource())}`;

/** The template as the product has it; there this module is that source, made by the build. */
export const { ASSETS, printPage } = (await import(source)) as Template;
