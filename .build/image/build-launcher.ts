import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { run } from "../../test/servers/install/run.ts";

/** Builds presecret's launcher into the folder that is named. */
const [target] = process.argv.slice(2);
if (target === undefined) throw new Error("Name the folder for the launcher");

mkdirSync(target, { recursive: true });
run("go", ["build", "-trimpath", "-ldflags=-s -w", "-o", join(resolve(target), "presecret"), "."], {
  cwd: resolve(import.meta.dirname, "../../plugin/image/launcher"),
  env: { CGO_ENABLED: "0" },
});
