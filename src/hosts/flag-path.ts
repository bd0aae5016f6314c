import { statSync } from "node:fs";
import { resolve } from "node:path";

import { RenderError } from "../ground/diagnostic.ts";
import type { Io } from "./io.ts";

const TAKES = {
  "--stores": "a folder of manifests",
  "--credentials": "a folder of mounted credentials",
  "--fake": "a file of fake data, or - for standard input",
} as const;

/** Throws RenderError where the path that a flag was given does not exist, or is no folder though the flag takes one. */
export function checkFlagPath({ cwd }: Io, flag: keyof typeof TAKES, path: string): void {
  const reason = reasonAgainst(resolve(cwd, path), flag !== "--fake");
  if (reason === undefined) return;
  throw new RenderError({
    code: "INPUT_UNREADABLE",
    severity: "error",
    message: `Cannot read "${path}", given with ${flag}: ${reason}`,
    hint: `${flag} takes ${TAKES[flag]}; relative paths begin at the working directory`,
  });
}

function reasonAgainst(path: string, isDirectory: boolean): string | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return "it does not exist";
    return isDirectory && !stats.isDirectory() ? "it is not a directory" : undefined;
  } catch {
    return "it may not be read";
  }
}
