import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import type { Tool } from "../tool.ts";
import { run } from "./run.ts";

const MODULE = resolve(import.meta.dirname, "../cmp-host");

/** Argo CD's config management plugin server with a client: the Go module in test/servers/cmp-host. */
export const cmpHost: Tool = {
  name: "cmp-host",
  version: "3.2.12",
  pins: ["go.mod", "go.sum", "main.go"].map((file) => readFileSync(join(MODULE, file), "utf8")),
  executable: "cmp-host",
  install: (directory) => {
    const output = join(directory, "cmp-host");
    run("go", ["build", "-trimpath", "-mod=readonly", "-ldflags=-s -w", "-o", output, "."], { cwd: MODULE });
  },
};
