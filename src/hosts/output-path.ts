import type { Stats } from "node:fs";
import { lstatSync, realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";

import { RenderError } from "../ground/diagnostic.ts";
import { visible } from "../ground/visible.ts";

/**
 * Where a file is really written: behind symbolic links, so that a link stays one. Throws RenderError, which names
 * the file as it was `given`, for a device, a pipe, a link that leads nowhere and a folder that does not exist.
 */
export function outputPath(path: string, given: string): string {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    if (statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() !== true)
      throw refused(given, "its folder does not exist", "Make the folder first");
    return path;
  }
  const target = stats.isSymbolicLink() ? targetOf(path) : { path, stats };
  if (target === undefined)
    throw refused(given, "it is a symbolic link that leads nowhere", "Name the file itself");
  if (!target.stats.isFile() && !target.stats.isDirectory())
    throw refused(given, "it is not a regular file", "Leave -o out to write to standard output");
  return target.path;
}

function targetOf(link: string): { readonly path: string; readonly stats: Stats } | undefined {
  const stats = statSync(link, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  // What /proc calls a pipe cannot be followed by its name.
  return { path: stats.isFile() || stats.isDirectory() ? realpathSync(link) : link, stats };
}

function refused(given: string, reason: string, hint: string): RenderError {
  return new RenderError({
    code: "OUTPUT_REFUSED",
    severity: "error",
    message: `Cannot write to "${visible(given)}": ${reason}`,
    hint,
  });
}
