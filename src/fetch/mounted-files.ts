import { visible } from "../ground/visible.ts";
import type { CredentialFiles } from "./store-access.ts";

/** Files of --credentials by names that manifests give: none of them leads out of the directory. */
export class MountedFiles {
  readonly #files: CredentialFiles | undefined;

  /** Undefined where --credentials is not given: no file is there then. */
  constructor(files: CredentialFiles | undefined) {
    this.#files = files;
  }

  /** Content of a file; undefined where there is none. Throws ProblemError where it cannot be read. */
  read(path: readonly string[]): Uint8Array | undefined {
    return path.every(isFileName) ? this.#files?.read(path) : undefined;
  }

  /** Names of the files in a directory, sorted; none where there is no such directory. */
  list(path: readonly string[]): readonly string[] {
    return path.every(isFileName) ? (this.#files?.list(path) ?? []) : [];
  }

  /** Where a file was looked for, for messages. */
  placeOf(path: string): string {
    const files = this.#files;
    return files === undefined ? "--credentials (not given)" : visible(`${files.directory}/${path}`);
  }
}

function isFileName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !name.includes("/") && !name.includes("\0");
}
