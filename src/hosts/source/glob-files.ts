import glob from "fast-glob";

import { LIMITS } from "../../ground/limits.ts";
import type { FoundFile } from "./manifest-files.ts";
import { filesRefused } from "./manifest-files.ts";

/** Characters, of which a path has no more either. */
const LONGEST = 4096;

/** Patterns that one with braces may stand for. */
const MOST_PATTERNS = 1000;

/** The files and links that a glob of the caller's gives, folders left out. Throws RenderError for what is too much. */
export async function filesMatching(pattern: string, cwd: string): Promise<FoundFile[]> {
  if (pattern.length > LONGEST)
    throw filesRefused(`${pattern.slice(0, 64)}…`, `it has more than ${LONGEST} characters`);
  if (patternsIn(pattern) > MOST_PATTERNS)
    throw filesRefused(pattern, `its braces stand for more than ${MOST_PATTERNS} patterns`);
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

/** At most so many patterns: an alternative can double them, and a range repeats them. */
function patternsIn(pattern: string): number {
  const braces = pattern.slice(pattern.indexOf("{") + 1);
  if (braces === pattern) return 1;
  const ranges = [...braces.matchAll(/(-?\w+)\.\.(-?\w+)/g)];
  const sizes = ranges.map(([, from = "", to = ""]) => sizeOfRange(from, to));
  return sizes.reduce((product, size) => product * size, 2 ** (braces.split(",").length - 1));
}

/** Of numbers, or of letters; braces leave anything else as it is. */
function sizeOfRange(from: string, to: string): number {
  const size = Math.abs(Number(to) - Number(from)) + 1;
  if (!Number.isNaN(size)) return size;
  return from.length === 1 && to.length === 1 ? Math.abs(to.charCodeAt(0) - from.charCodeAt(0)) + 1 : 1;
}
