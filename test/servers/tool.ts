import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** A server or program that tests run against, and how it is installed. */
export interface Tool {
  /** What tests and `npm run servers NAME` call it. */
  readonly name: string;
  readonly version: string;
  /** Everything else that decides what is installed: hashes of packages, lock files, flags. */
  readonly pins: readonly string[];
  /** Path of the executable below the tool's directory. */
  readonly executable: string;
  /** Installs into `directory`, which exists, is empty, and is where the tool stays. Throws where that fails. */
  readonly install: (directory: string) => void;
}

/** Written into a tool's directory when its installation is complete. */
export const COMPLETE = "complete";

/** The folder of all tools: PRESECRET_SERVERS, or one in the user's cache. */
export function cacheDirectory(): string {
  const { PRESECRET_SERVERS: chosen, XDG_CACHE_HOME: cache } = process.env;
  if (chosen !== undefined && chosen !== "") return chosen;
  const base = cache === undefined || cache === "" ? join(homedir(), ".cache") : cache;
  return join(base, "presecret", "servers");
}

/** Where a tool is, or will be: its name, version and the hash of its pins, so that a new pin is a new folder. */
export function directoryOf({ name, version, pins }: Tool): string {
  const hash = createHash("sha256")
    .update([name, version, ...pins].join("\0"))
    .digest("hex");
  return join(cacheDirectory(), `${name}-${version}-${hash.slice(0, 12)}`);
}

/** Whether a tool's installation was finished. */
export function isInstalled(tool: Tool): boolean {
  return existsSync(join(directoryOf(tool), COMPLETE));
}
