import { join } from "node:path";

import type { Tool } from "./tool.ts";
import { directoryOf, isInstalled } from "./tool.ts";
import { TOOLS } from "./tools.ts";

/**
 * For the `skip` of a test that needs these tools: why it is skipped, or false. In CI nothing is skipped: there the
 * test runs, and `toolPath` fails it.
 */
export function skipWithout(...names: readonly string[]): string | false {
  const missing = names.filter((name) => !isInstalled(named(name)));
  if (missing.length === 0 || isCi()) return false;
  return sentence(missing);
}

/** Path of a tool's executable. Throws with the command that installs it. */
export function toolPath(name: string): string {
  const tool = named(name);
  if (!isInstalled(tool)) throw new Error(sentence([name]));
  return join(directoryOf(tool), tool.executable);
}

function named(name: string): Tool {
  const tool = TOOLS.find((candidate) => candidate.name === name);
  if (tool === undefined) throw new Error(`There is no tool "${name}" in test/servers/tools.ts`);
  return tool;
}

function isCi(): boolean {
  const { CI: ci } = process.env;
  return ci !== undefined && ci !== "" && ci !== "false";
}

function sentence(names: readonly string[]): string {
  return `${names.join(" and ")} must be installed: npm run servers ${names.join(" ")}`;
}
