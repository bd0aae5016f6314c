import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Tool } from "../tool.ts";
import { pipInstall } from "./pip-install.ts";

const REQUIREMENTS = join(import.meta.dirname, "moto-requirements.txt");

/** AWS Secrets Manager, Systems Manager and STS in one process. */
export const moto: Tool = {
  name: "moto",
  version: "5.2.5",
  pins: [readFileSync(REQUIREMENTS, "utf8")],
  executable: "bin/moto_server",
  install: (directory) => pipInstall(directory, REQUIREMENTS),
};
