import { isBuiltin } from "node:module";

import type { Plugin } from "esbuild";

/** What Node itself has loaded when a program starts. */
const LOADED = ["node:buffer", "node:fs", "node:path", "node:timers"];

/**
 * Node's own modules by their members. An import statement would make Node read all that a module exports, at which
 * node:fs loads streams and promises; what Node has not loaded yet waits until a member is used.
 */
export const builtins: Plugin = {
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
