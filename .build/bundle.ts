import { chmodSync, rmSync, statSync } from "node:fs";

import { build } from "esbuild";

/** The entry and what it loads at once, in bytes: a run that has nothing to render reads no more than this. */
const CORE_BUDGET = 64 * 1024;

rmSync("dist", { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ["src/main.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node22.18",
  sourcemap: true,
  metafile: true,
  legalComments: "linked",
  chunkNames: "chunks/[name]-[hash]",
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});
chmodSync("dist/main.js", 0o755);

const size = coreSize("dist/main.js");
process.stdout.write(`dist/main.js and what it imports at once: ${size} bytes\n`);
if (size > CORE_BUDGET) throw new Error(`The core has more than ${CORE_BUDGET} bytes: load something lazily`);

/** Bytes of an output and of everything that it imports statically. */
function coreSize(entry: string): number {
  const seen = new Set<string>();
  const visit = (path: string): number => {
    const output = metafile.outputs[path];
    if (output === undefined || seen.has(path)) return 0;
    seen.add(path);
    const imported = output.imports.filter(
      ({ kind, external }) => kind === "import-statement" && external !== true,
    );
    return imported.reduce((sum, { path: next }) => sum + visit(next), statSync(path).size);
  };
  return visit(entry);
}
