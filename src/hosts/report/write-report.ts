import { renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { RenderError } from "../../ground/diagnostic.ts";
import { outputPath } from "../output-path.ts";

const PRIVATE_FILE = 0o600;

/**
 * Writes a report, readable by its owner only: complete under its name, or not at all. Nothing waits for the disk,
 * since a report can be made again. Throws RenderError; `name` is the file as it was given.
 */
export function writeReport(named: string, name: string, text: string): void {
  const path = outputPath(named, name);
  const temporary = join(
    dirname(path),
    `.${basename(path)}.${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`,
  );
  try {
    writeFileSync(temporary, text, { flag: "wx", mode: PRIVATE_FILE });
    renameSync(temporary, path);
  } catch {
    rmSync(temporary, { force: true });
    throw unwritable(name);
  }
}

function unwritable(name: string): RenderError {
  return new RenderError({
    code: "OUTPUT_FAILED",
    severity: "error",
    message: `Cannot write the report to "${name}"`,
    hint: "Name a file in a directory that exists and may be written",
  });
}
