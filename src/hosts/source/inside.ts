import { realpathSync } from "node:fs";
import { sep } from "node:path";

/** Whether a path, its links followed, exists inside of a directory. */
export function isInside(path: string, root: string): boolean {
  try {
    const real = realpathSync(path);
    return real === root || real.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
  } catch {
    return false;
  }
}
