import { join } from "node:path";

import type { OnResolveArgs, Plugin } from "esbuild";

import { ROOT } from "./options.ts";
import { PARTS } from "./parts.ts";

/** Where a module of a part is found. */
export interface Place {
  readonly file: string;
  readonly names: readonly string[];
  /** Stands before a name in the exports of the file. */
  readonly prefix: string;
}

/** Takes the modules that another file has from that file, so that there is but one of each class. */
export function fromParts(places: ReadonlyMap<string, Place>, taken: (module: string) => void): Plugin {
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
export function onDemand(found: (module: string) => void): Plugin {
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
export function fileOf(module: string): string {
  return module
    .replace(/^src\//, "")
    .replace(/\.ts$/, "")
    .replaceAll("/", "-");
}
