import { join } from "node:path";

import type { BuildOptions } from "esbuild";

export const ROOT = join(import.meta.dirname, "../..");

/** Of every build. */
export const OPTIONS = {
  absWorkingDir: ROOT,
  bundle: true,
  format: "esm",
  platform: "node",
  mainFields: ["module", "main"],
  target: "node22.18",
  sourcemap: true,
  metafile: true,
  legalComments: "linked",
  minifySyntax: true,
  minifyWhitespace: true,
} as const satisfies BuildOptions;
