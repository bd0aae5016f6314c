import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { helm4 } from "../../test/servers/install/helm.ts";
import { kustomize } from "../../test/servers/install/kustomize.ts";

/** Installs kustomize and helm, at the versions that the tests run against, into the folder that is named. */
const [target] = process.argv.slice(2);
if (target === undefined) throw new Error("Name the folder for the programs");

mkdirSync(target, { recursive: true });
for (const tool of [kustomize, helm4]) {
  const folder = mkdtempSync(join(tmpdir(), "tool-"));
  tool.install(folder);
  const program = join(target, tool.executable);
  cpSync(join(folder, tool.executable), program);
  chmodSync(program, 0o755);
  rmSync(folder, { recursive: true });
}
