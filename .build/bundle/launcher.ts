/**
 * The program: Node keeps the code that it compiled beside the bundle, where only those can write who can change the
 * bundle too. Where the folder cannot be written, and on a Node without such a cache, the code is compiled each time.
 */
export const LAUNCHER = `#!/usr/bin/env node
process.getBuiltinModule("node:module").enableCompileCache(import.meta.dirname + "/compile-cache");
await import("./presecret.js");
`;
