import { join } from "node:path";

import { outputOf, run } from "./run.ts";

/** A program of a Go module. */
export interface GoProgram {
  /** Import path of the main package. */
  readonly path: string;
  /** Path of its module: what the version and the sum belong to. */
  readonly module: string;
  readonly version: string;
  /** The module's sum, `h1:…`, as go.sum spells it. */
  readonly sum: string;
}

/** `go install` into `directory`, without C, so that the program needs no library; throws where the module is not the one that was pinned. */
export function goInstall(directory: string, { path, module, version, sum }: GoProgram): void {
  run("go", ["install", "-trimpath", "-ldflags=-s -w", `${path}@v${version}`], {
    env: { GOBIN: directory, CGO_ENABLED: "0" },
  });
  const binary = join(directory, path.split("/").findLast((segment) => !/^v\d+$/.test(segment)) ?? "");
  const lines = outputOf("go", ["version", "-m", binary]).split("\n");
  const found = lines.map((line) => line.trim().split("\t")).find(([kind]) => kind === "mod");
  if (found?.[1] !== module || found[3] !== sum) {
    throw new Error(`${module} v${version} has the sum ${found?.[3] ?? "?"}, and ${sum} is pinned`);
  }
}
