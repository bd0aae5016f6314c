import { join } from "node:path";

import { run } from "./run.ts";

/** Installs a requirements file, every package pinned by hash, into a virtual environment in `directory`. */
export function pipInstall(directory: string, requirements: string): void {
  run("python3", ["-m", "venv", directory]);
  run(join(directory, "bin", "pip"), [
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--require-hashes",
    "--only-binary",
    ":all:",
    "--no-deps",
    "--requirement",
    requirements,
  ]);
}
