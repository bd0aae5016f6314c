import { realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";

import type { Diagnostic } from "../../ground/diagnostic.ts";
import { UsageError } from "../command.ts";
import type { Io } from "../io.ts";
import { writeFileAtomically } from "../output.ts";
import type { Input } from "../source.ts";
import { readInputs } from "../source.ts";
import { fixFile } from "./fix-file.ts";

const SOURCE_HINT = "Name the files to rewrite: --fix does not render a kustomization or chart";

/** Files after their fixes, and an info line for each of these. */
export interface FixedInputs {
  readonly inputs: readonly Input[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Rewrites files in place, each as a whole or not at all; their permissions stay. Throws as readInputs does. */
export async function fixInputs(io: Io, paths: readonly string[]): Promise<FixedInputs> {
  if (paths.includes("-")) throw new UsageError("Standard input cannot be rewritten", "Name files");
  const diagnostics: Diagnostic[] = [];
  const inputs = (await readInputs(io, paths, { hint: SOURCE_HINT })).map((input) => {
    const fixed = fixFile(input);
    diagnostics.push(...fixed.diagnostics);
    if (fixed.bytes === undefined) return input;
    const path = realpathSync(resolve(io.cwd, input.path));
    writeFileAtomically(path, [fixed.bytes], statSync(path).mode & 0o777);
    return { ...input, bytes: fixed.bytes };
  });
  return { inputs, diagnostics };
}
