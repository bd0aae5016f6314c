import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, resolve } from "node:path";

import type { BuildOptions, OnResolveArgs, Plugin } from "esbuild";
import { build } from "esbuild";

/**
 * The parts that a usual render loads, one file each, in the order in which they build on one another: what every
 * command needs, the pipeline, the provider that is built in, the network, Vault. A file costs more to find than its
 * text to parse, so there are few of them.
 */
const PARTS: readonly Part[] = [
  {
    file: "core",
    entry: "src/hosts/commands/render.ts",
    also: ["src/hosts/cli.ts", "src/hosts/stdio.ts"],
    mostBytes: 56 * 1024,
  },
  {
    file: "render",
    entry: "src/render.ts",
    also: ["src/hosts/report/run-records.ts"],
    mostBytes: 224 * 1024,
  },
  { file: "fake", entry: "src/providers/fake/client.ts", mostBytes: 64 * 1024 },
  { file: "net", entry: "src/net/open-network.ts", mostBytes: 32 * 1024 },
  { file: "vault", entry: "src/providers/vault/client.ts", mostBytes: 48 * 1024 },
  { file: "vault-read", entry: "src/providers/vault/dialects.ts", mostBytes: 32 * 1024 },
  { file: "azure", entry: "src/providers/azure/client.ts", mostBytes: 256 * 1024 },
  {
    file: "aws",
    entry: "src/providers/aws/client.ts",
    also: ["src/providers/aws/secrets-manager/service.ts"],
    mostBytes: 384 * 1024,
  },
];

interface Part {
  readonly file: string;
  /** What is imported from elsewhere on demand. */
  readonly entry: string;
  readonly also?: readonly string[];
  /** More is refused: everyone who renders waits for it. */
  readonly mostBytes: number;
}

const ROOT = join(import.meta.dirname, "..");
/** Where the bundle goes: the argument, or `dist`. */
const DIST = resolve(ROOT, process.argv[2] ?? "dist");
const MAIN = "src/main.ts";

const OPTIONS = {
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
  outdir: DIST,
} as const satisfies BuildOptions;

/**
 * The program: Node keeps the code that it compiled beside the bundle, where only those can write who can change the
 * bundle too. Where the folder cannot be written, and on a Node without such a cache, the code is compiled each time.
 */
const LAUNCHER = `#!/usr/bin/env node
process.getBuiltinModule("node:module").enableCompileCache(import.meta.dirname + "/compile-cache");
await import("./presecret.js");
`;

/** Where a module of a part is found. */
interface Place {
  readonly file: string;
  readonly names: readonly string[];
  /** Stands before a name in the exports of the file. */
  readonly prefix: string;
}

/** What Node itself has loaded when a program starts. */
const LOADED = ["node:buffer", "node:fs", "node:path", "node:timers"];

/**
 * Node's own modules by their members. An import statement would make Node read all that a module exports, at which
 * node:fs loads streams and promises; what Node has not loaded yet waits until a member is used.
 */
const builtins: Plugin = {
  name: "builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z]/ }, ({ path, kind }) => {
      if (!isBuiltin(path)) return undefined;
      // Whoever loads a module as a whole would read members at which node:http loads its WebSockets.
      if (kind === "dynamic-import") return { path, external: true };
      return { path, namespace: kind === "require-call" ? "required-builtin" : "builtin" };
    });
    onLoad({ filter: /.*/, namespace: "required-builtin" }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
    onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({
      contents: LOADED.includes(path) ? membersOf(path) : lazyMembersOf(path),
    }));
  },
};

function membersOf(builtin: string): string {
  return [
    `const module = process.getBuiltinModule(${JSON.stringify(builtin)});`,
    "const member = (name) => module[name];",
    "export default module;",
    ...namesIn(builtin).map(
      (name) => `export const ${name} = /* @__PURE__ */ member(${JSON.stringify(name)});`,
    ),
  ].join("\n");
}

/** esbuild gives importers an object with the same prototype, so members are found there when they are used. */
function lazyMembersOf(builtin: string): string {
  return [
    `const load = () => process.getBuiltinModule(${JSON.stringify(builtin)});`,
    "module.exports = Object.create(new Proxy({}, { get: (_, name) => load()[name] }));",
  ].join("\n");
}

function namesIn(builtin: string): string[] {
  const names = Object.keys(process.getBuiltinModule(builtin) ?? {});
  return names.filter((name) => /^[A-Za-z]\w*$/.test(name) && name !== "default");
}

/** The engine of regular expressions is a file of its own, found beside the bundle. */
const regexpEngine: Plugin = {
  name: "regexp-engine",
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/go\/regexp-engine\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(')("re2js")', ')("./re2js.cjs")'),
      loader: "ts",
    }));
  },
};

/** The validators of ajv are compiled now, so that no code is made at run time. */
const validators: Plugin = {
  name: "validators",
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/eso\/ajv-validators\.ts$/ }, async () => {
      const { standaloneSource } = await import("../src/eso/ajv-standalone.ts");
      return { contents: standaloneSource() };
    });
  },
};

/** The template of the report's page is compiled now, so that no code is made at run time. */
const reportTemplate: Plugin = {
  name: "report-template",
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/hosts\/report\/html-template\.ts$/ }, async () => {
      const { htmlTemplateSource } = await import("../src/hosts/report/html-template-source.ts");
      return { contents: htmlTemplateSource(), resolveDir: ROOT };
    });
  },
};

/** What libraries load and never use, since they are given a transport, a validator and a debug function of ours. */
const UNUSED: readonly { readonly by: RegExp; readonly path: RegExp }[] = [
  { by: /[\\/]node-vault[\\/]/, path: /^(?:axios|debug|https|mustache|tv4|\.\/commands\.js)$/ },
  {
    by: /[\\/]@typespec[\\/]ts-http-runtime[\\/]/,
    path: /^(?:https?-proxy-agent|\.\/nodeHttpClient\.js)$/,
  },
];

const unused: Plugin = {
  name: "unused",
  setup({ onResolve, onLoad }) {
    for (const { by, path: filter } of UNUSED) {
      onResolve({ filter }, ({ path, importer }) =>
        by.test(importer) ? { path, namespace: "unused" } : undefined,
      );
    }
    onLoad({ filter: /.*/, namespace: "unused" }, () => ({
      contents: "module.exports = () => undefined;",
    }));
  },
};

/** Takes the modules that another file has from that file, so that there is but one of each class. */
function fromParts(places: ReadonlyMap<string, Place>, taken: (module: string) => void): Plugin {
  return {
    name: "from-parts",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\//, namespace: "part" }, ({ path }) => ({ path, external: true }));
      onResolve({ filter: /^\.\.?\// }, (args) => {
        const module = moduleOf(args);
        return places.has(module) ? { path: module, namespace: "part" } : undefined;
      });
      onLoad({ filter: /.*/, namespace: "part" }, ({ path }) => {
        const { file, names, prefix } = places.get(path) ?? { file: "", names: [], prefix: "" };
        taken(path);
        const aliases = names.map((name) => `${prefix}${name} as ${name}`);
        return { contents: `export { ${aliases.join(", ")} } from "./${file}.js";` };
      });
    },
  };
}

/** Leaves what is imported on demand to files of their own; tells `found` about each. */
function onDemand(found: (module: string) => void): Plugin {
  return {
    name: "on-demand",
    setup({ onResolve }) {
      onResolve({ filter: /.*/ }, (args) => {
        if (args.kind !== "dynamic-import") return undefined;
        const module = moduleOf(args);
        const part = PARTS.find(({ entry, also = [] }) => [entry, ...also].includes(module));
        if (part === undefined) found(module);
        return { path: `./${part?.file ?? fileOf(module)}.js`, external: true };
      });
    },
  };
}

/** A module's path from the root, or the name of a package. */
function moduleOf({ path, resolveDir }: OnResolveArgs): string {
  return path.startsWith(".") ? join(resolveDir, path).slice(ROOT.length + 1) : path;
}

/** `src/hosts/commands/plan.ts` as `hosts-commands-plan`. */
function fileOf(module: string): string {
  return module
    .replace(/^src\//, "")
    .replace(/\.ts$/, "")
    .replaceAll("/", "-");
}

/** The modules of each part, and what it leaves to be loaded on demand. */
async function survey(): Promise<{ places: Map<string, Place>; demanded: Set<string> }> {
  const places = new Map<string, Place>();
  const demanded = new Set<string>();
  for (const { file, entry, also = [] } of PARTS) {
    const { metafile } = await build({
      ...OPTIONS,
      stdin: { contents: [entry, ...also].map((path) => `import "./${path}";`).join("\n"), resolveDir: ROOT },
      write: false,
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
  const { metafile } = await build({ ...OPTIONS, entryPoints: [...modules], bundle: false, write: false });
  return Object.values(metafile.outputs).flatMap(({ entryPoint, exports }): [string, string[]][] =>
    entryPoint === undefined || exports.length === 0 ? [] : [[entryPoint, exports]],
  );
}

rmSync(DIST, { recursive: true, force: true });
const { places, demanded } = await survey();
const taken = new Set<string>();
const shared = [
  fromParts(places, (module) => taken.add(module)),
  unused,
  builtins,
  regexpEngine,
  validators,
  reportTemplate,
];
await build({ ...OPTIONS, entryPoints: [{ in: MAIN, out: "presecret" }], plugins: shared });
await build({
  ...OPTIONS,
  entryPoints: [...demanded].map((module) => ({
    in: module.startsWith("src/") ? `./${module}` : module,
    out: fileOf(module),
  })),
  splitting: true,
  chunkNames: "chunk-[hash]",
  plugins: shared,
});
for (const { file, entry, also = [], mostBytes } of PARTS.toReversed()) {
  const own = new Map([...places].filter(([, place]) => place.file !== file));
  const exported = [...taken].filter((module) => places.get(module)?.file === file);
  const lines = exported.map((module) => {
    const { names = [], prefix = "" } = places.get(module) ?? {};
    return `export { ${names.map((name) => `${name} as ${prefix}${name}`).join(", ")} } from "./${module}";`;
  });
  await build({
    ...OPTIONS,
    outdir: undefined,
    outfile: join(DIST, `${file}.js`),
    minifyIdentifiers: true,
    stdin: {
      contents: [...[entry, ...also].map((path) => `export * from "./${path}";`), ...lines].join("\n"),
      resolveDir: ROOT,
    },
    plugins: [
      onDemand(() => undefined),
      fromParts(own, (module) => taken.add(module)),
      unused,
      builtins,
      regexpEngine,
      reportTemplate,
    ],
  });
  const { size } = statSync(join(DIST, `${file}.js`));
  process.stdout.write(`${file}.js: ${size} bytes\n`);
  if (size > mostBytes)
    throw new Error(`${file}.js has more than ${mostBytes} bytes: load something on demand`);
}
await build({
  ...OPTIONS,
  outdir: undefined,
  format: "cjs",
  entryPoints: ["re2js"],
  outfile: join(DIST, "re2js.cjs"),
});
writeFileSync(join(DIST, "main.js"), LAUNCHER, { mode: 0o755 });
// Where no package.json says it, Node compiles each file twice to find out that it is a module.
writeFileSync(join(DIST, "package.json"), '{ "type": "module" }\n');
