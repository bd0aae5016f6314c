import { statSync } from "node:fs";
import { resolve } from "node:path";

import type { Io } from "./io.ts";

/** Whether a path leads to the file of one of the inputs, standard input apart. */
export function isInput(
  { cwd }: Pick<Io, "cwd">,
  path: string,
  inputs: readonly { readonly path: string }[],
): boolean {
  const file = statSync(resolve(cwd, path), { throwIfNoEntry: false });
  if (file === undefined) return false;
  return inputs.some((input) => {
    const other =
      input.path === "-" ? undefined : statSync(resolve(cwd, input.path), { throwIfNoEntry: false });
    return file.ino === other?.ino && file.dev === other.dev;
  });
}
