import { rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import type { Plugin } from "esbuild";
import { build } from "esbuild";

import { builtins } from "./bundle/builtins.ts";
import { LAUNCHER } from "./bundle/launcher.ts";
import { OPTIONS, ROOT } from "./bundle/options.ts";
import type { Part } from "./bundle/parts.ts";
import { PARTS } from "./bundle/parts.ts";
import type { Place } from "./bundle/places.ts";
import { fileOf, fromParts, onDemand } from "./bundle/places.ts";
import { regexpEngine, reportTemplate, validators } from "./bundle/precompiled.ts";
import { survey } from "./bundle/survey.ts";
import { unused } from "./bundle/unused.ts";

/** Where the bundle goes: the argument, or `dist`. */
const DIST = resolve(ROOT, process.argv[2] ?? "dist");

rmSync(DIST, { recursive: true, force: true });
const { places, demanded } = await survey();
/** Modules that another file takes from a part. */
const taken = new Set<string>();
await bundleProgram();
await bundleDemanded();
for (const part of PARTS.toReversed()) await bundlePart(part);
await bundleRegexpEngine();
writeFileSync(join(DIST, "main.js"), LAUNCHER, { mode: 0o755 });
// Where no package.json says it, Node compiles each file twice to find out that it is a module.
writeFileSync(join(DIST, "package.json"), '{ "type": "module" }\n');

async function bundleProgram(): Promise<void> {
  await build({
    ...OPTIONS,
    outdir: DIST,
    entryPoints: [{ in: "src/main.ts", out: "presecret" }],
    plugins: plugins(places),
  });
}

async function bundleDemanded(): Promise<void> {
  await build({
    ...OPTIONS,
    outdir: DIST,
    entryPoints: [...demanded].map((module) => ({
      in: module.startsWith("src/") ? `./${module}` : module,
      out: fileOf(module),
    })),
    splitting: true,
    chunkNames: "chunk-[hash]",
    plugins: [...plugins(places), validators],
  });
}

/** A part, with what the parts and files after it take from it under names of their own. */
async function bundlePart({ file, entry, also = [], mostBytes }: Part): Promise<void> {
  const outfile = join(DIST, `${file}.js`);
  const others = new Map([...places].filter(([, place]) => place.file !== file));
  const own = [...taken].filter((module) => places.get(module)?.file === file);
  const contents = [
    ...[entry, ...also].map((path) => `export * from "./${path}";`),
    ...own.map((module) => exportOf(module, places.get(module))),
  ];
  await build({
    ...OPTIONS,
    outfile,
    minifyIdentifiers: true,
    stdin: { contents: contents.join("\n"), resolveDir: ROOT },
    plugins: [onDemand(() => undefined), ...plugins(others)],
  });
  const { size } = statSync(outfile);
  process.stdout.write(`${file}.js: ${size} bytes\n`);
  if (size > mostBytes)
    throw new Error(`${file}.js has more than ${mostBytes} bytes: load something on demand`);
}

function exportOf(
  module: string,
  { names, prefix }: Pick<Place, "names" | "prefix"> = { names: [], prefix: "" },
): string {
  return `export { ${names.map((name) => `${name} as ${prefix}${name}`).join(", ")} } from "./${module}";`;
}

async function bundleRegexpEngine(): Promise<void> {
  await build({ ...OPTIONS, format: "cjs", entryPoints: ["re2js"], outfile: join(DIST, "re2js.cjs") });
}

function plugins(elsewhere: ReadonlyMap<string, Place>): Plugin[] {
  return [
    fromParts(elsewhere, (module) => taken.add(module)),
    unused,
    builtins,
    regexpEngine,
    reportTemplate,
  ];
}
