import { readFileSync } from "node:fs";

import type { Plugin } from "esbuild";

import { ROOT } from "./options.ts";

/** The engine of regular expressions is a file of its own, found beside the bundle. */
export const regexpEngine: Plugin = {
  name: "regexp-engine",
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/go\/regexp-engine\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(')("re2js")', ')("./re2js.cjs")'),
      loader: "ts",
    }));
  },
};

/** The validators of ajv are compiled now, so that no code is made at run time. */
export const validators: Plugin = {
  name: "validators",
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/eso\/ajv-validators\.ts$/ }, async () => {
      const { standaloneSource } = await import("../../src/eso/ajv-standalone.ts");
      return { contents: standaloneSource() };
    });
  },
};

/** The template of the report's page is compiled now, so that no code is made at run time. */
export const reportTemplate: Plugin = {
  name: "report-template",
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/hosts\/report\/html-template\.ts$/ }, async () => {
      const { htmlTemplateSource } = await import("../../src/hosts/report/html-template-source.ts");
      return { contents: htmlTemplateSource(), resolveDir: ROOT };
    });
  },
};
