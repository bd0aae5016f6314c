import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import type { CredentialFiles } from "../fetch/store-access.ts";
import { ProblemError } from "../ground/problem-error.ts";
import { visible } from "../ground/visible.ts";

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
    try {
      const file = join(this.#root, ...path);
      const stats = statSync(file);
      if (stats.isDirectory()) return undefined;
      if (!stats.isFile()) throw this.#unreadable(path, "it is not a regular file");
      const bytes = readFileSync(file);
      if (bytes.length > MAX_BYTES) throw this.#unreadable(path, "it has more than 1 MiB");
      return bytes;
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      if (isAbsent(error)) return undefined;
      throw this.#unreadable(path, "it may not be read");
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

function isAbsent(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && ["ENOENT", "ENOTDIR", "EISDIR"].includes(String(error.code))
  );
}
