import type { Dirent } from "node:fs";
import { readdirSync } from "node:fs";
import { join } from "node:path";

import { RenderError } from "../../ground/diagnostic.ts";
import { LIMITS } from "../../ground/limits.ts";

/** A file that may hold manifests, or what else has such a name. */
export interface FoundFile {
  readonly path: string;
  readonly isLink: boolean;
}

const NAME = /^[^.].*\.(?:yaml|yml|json)$/s;

/**
 * All `*.yaml`, `*.yml` and `*.json` of a folder at any depth, as paths below it. Hidden names are passed over, and links
 * to folders not followed. `name` is how messages call the folder. Throws RenderError where there are too many, where
 * they are too deep, and for a folder that may not be read.
 */
export function manifestFilesBelow(folder: string, name: string): FoundFile[] {
  const found: FoundFile[] = [];
  const folders = [""];
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    for (const entry of entriesOf(join(folder, at), join(name, at))) {
      const path = join(at, entry.name);
      if (entry.isDirectory() && !entry.name.startsWith(".")) folders.push(path);
      else if (NAME.test(entry.name) && !entry.isDirectory())
        found.push({ path, isLink: entry.isSymbolicLink() });
    }
    checkSize(found, folders, name);
  }
  return found;
}

function checkSize(found: readonly FoundFile[], folders: readonly string[], name: string): void {
  if (found.length > LIMITS.files)
    throw filesRefused(name, `it holds more than ${LIMITS.files} manifest files`);
  const [last] = folders.slice(-1);
  if (last !== undefined && last.split("/").length > LIMITS.folders) throw tooDeep(name);
}

function entriesOf(folder: string, name: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    throw new RenderError({
      code: "INPUT_UNREADABLE",
      severity: "error",
      message: `Cannot read "${name}": the folder may not be read`,
      hint: "Let the user of this process read it, or name the files that are meant",
    });
  }
}

function tooDeep(name: string): RenderError {
  return filesRefused(name, `its folders are nested more than ${LIMITS.folders} levels deep`);
}

/** A folder or glob, as `name`, gives files that are beyond a limit. */
export function filesRefused(name: string, reason: string): RenderError {
  return new RenderError({
    code: "LIMIT_EXCEEDED",
    severity: "error",
    message: `Cannot read "${name}": ${reason}`,
    hint: "Name the folders or files that are meant",
  });
}
