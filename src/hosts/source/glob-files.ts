import glob from "fast-glob";

import { LIMITS } from "../../ground/limits.ts";
import type { FoundFile } from "./manifest-files.ts";
import { filesRefused } from "./manifest-files.ts";

/** Each alternative in braces can double the patterns that a pattern stands for. */
const MOST_ALTERNATIVES = 10;

/** The files and links that a glob of the caller's gives, folders left out. Throws RenderError for what is too much. */
export async function filesMatching(pattern: string, cwd: string): Promise<FoundFile[]> {
  if (alternatives(pattern) > MOST_ALTERNATIVES)
    throw filesRefused(pattern, `it has more than ${MOST_ALTERNATIVES} alternatives in braces`);
  const entries = await glob(pattern, {
    cwd,
    extglob: false,
    followSymbolicLinks: false,
    objectMode: true,
    onlyFiles: false,
  });
  const found = entries.filter(({ dirent }) => !dirent.isDirectory());
  if (found.length > LIMITS.files) throw filesRefused(pattern, `it gives more than ${LIMITS.files} files`);
  return found.map(({ dirent, path }) => ({ path, isLink: dirent.isSymbolicLink() }));
}

/** A range counts as many as three: it may stand for hundreds. */
function alternatives(pattern: string): number {
  const braces = pattern.slice(pattern.indexOf("{") + 1);
  if (braces === pattern) return 0;
  return braces.split(",").length - 1 + 3 * (braces.split("..").length - 1);
}
