import manifest from "../../package.json" with { type: "json" };

const NODE = manifest.engines.node.replace(">=", "");
const [MAJOR = "", MINOR = ""] = NODE.split(".");

/**
 * The program: Node keeps the code that it compiled beside the bundle, where only those can write who can change the
 * bundle too. Where the folder cannot be written, and on a Node without such a cache, the code is compiled each time.
 */
export const LAUNCHER = `#!/usr/bin/env node
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < ${MAJOR} || (major === ${MAJOR} && minor < ${MINOR})) {
  process.stderr.write("presecret: Cannot run on Node " + process.versions.node + ": ${NODE} or newer is wanted in PATH\\n");
  process.exit(78);
}
process.getBuiltinModule("node:module").enableCompileCache(import.meta.dirname + "/compile-cache");
await import("./presecret.js");
`;
