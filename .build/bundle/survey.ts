import { build } from "esbuild";

import { builtins } from "./builtins.ts";
import { OPTIONS, ROOT } from "./options.ts";
import { PARTS } from "./parts.ts";
import type { Place } from "./places.ts";
import { fromParts, onDemand } from "./places.ts";
import { reportTemplate } from "./precompiled.ts";

/** Nothing is written; the folder is for the names of what would be. */
const DRY = { ...OPTIONS, outdir: ROOT, write: false } as const;

/** The modules of each part, and what it leaves to be loaded on demand. */
export async function survey(): Promise<{ places: Map<string, Place>; demanded: Set<string> }> {
  const places = new Map<string, Place>();
  const demanded = new Set<string>();
  for (const { file, entry, also = [] } of PARTS) {
    const { metafile } = await build({
      ...DRY,
      stdin: { contents: [entry, ...also].map((path) => `import "./${path}";`).join("\n"), resolveDir: ROOT },
      treeShaking: false,
      plugins: [
        onDemand((module) => demanded.add(module)),
        builtins,
        fromParts(places, () => undefined),
        reportTemplate,
      ],
    });
    const modules = Object.keys(metafile.inputs).filter((path) => path.startsWith("src/"));
    for (const [module, names] of await exportsOf(modules)) {
      places.set(module, { file, names, prefix: `m${places.size}_` });
    }
  }
  return { places, demanded };
}

/** The names that each module exports. */
async function exportsOf(modules: readonly string[]): Promise<[string, string[]][]> {
  const { metafile } = await build({ ...DRY, entryPoints: [...modules], bundle: false });
  return Object.values(metafile.outputs).flatMap(({ entryPoint, exports }): [string, string[]][] =>
    entryPoint === undefined || exports.length === 0 ? [] : [[entryPoint, exports]],
  );
}
