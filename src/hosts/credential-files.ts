import { readdirSync } from "node:fs";
import { join } from "node:path";

import type { CredentialFiles } from "../fetch/store-access.ts";
import { ProblemError } from "../ground/problem-error.ts";
import { visible } from "../ground/visible.ts";
import { readRegularFile } from "./read-file.ts";

/** A Secret of Kubernetes has at most this many bytes, and so has a mounted value. */
const MAX_BYTES = 1024 * 1024;

/**
 * Mounted credentials: `secrets/NAMESPACE/NAME/KEY` and `tokens/NAMESPACE/SERVICEACCOUNT/*` below a directory.
 * Symbolic links are followed, since that is how the kubelet mounts; hidden names are passed over.
 */
export class MountedCredentials implements CredentialFiles {
  readonly directory: string;
  readonly #root: string;

  constructor(cwd: string, directory: string) {
    this.directory = directory.replace(/(?<=.)\/+$/, "");
    this.#root = directory.startsWith("/") ? directory : join(cwd, directory);
  }

  read(path: readonly string[]): Uint8Array | undefined {
    const read = readRegularFile(join(this.#root, ...path), { limit: MAX_BYTES });
    switch (read.kind) {
      case "bytes":
        return read.bytes;
      case "large":
        throw this.#unreadable(path, "it has more than 1 MiB");
      case "missing":
      case "directory":
        return undefined;
      case "unreadable":
        throw this.#unreadable(path, read.reason);
    }
  }

  list(path: readonly string[]): readonly string[] {
    try {
      return readdirSync(join(this.#root, ...path))
        .filter((name) => !name.startsWith("."))
        .toSorted();
    } catch {
      return [];
    }
  }

  #unreadable(path: readonly string[], reason: string): ProblemError {
    return new ProblemError({
      code: "CREDENTIAL_INVALID",
      message: `Cannot use credential file "${visible([this.directory, ...path].join("/"))}": ${reason}`,
      hint: "Mount one file for each key, readable for the user of this process",
    });
  }
}
