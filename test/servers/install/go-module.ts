import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import type { Tool } from "../tool.ts";
import { run } from "./run.ts";

/**
 * A program of a Go module of our own, in a folder of test/servers: its go.sum pins all that it is made of. It is built
 * without C, so that neither a compiler nor a library is needed.
 */
export function goModule(name: string, version: string): Tool {
  const module = resolve(import.meta.dirname, "..", name);
  return {
    name,
    version,
    pins: ["go.mod", "go.sum", "main.go"].map((file) => readFileSync(join(module, file), "utf8")),
    executable: name,
    install: (directory) => {
      const flags = ["-trimpath", "-mod=readonly", "-ldflags=-s -w", "-o", join(directory, name)];
      run("go", ["build", ...flags, "."], { cwd: module, env: { CGO_ENABLED: "0" } });
    },
  };
}
