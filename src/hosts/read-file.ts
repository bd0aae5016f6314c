import type { Stats } from "node:fs";
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync, statSync } from "node:fs";
import { sep } from "node:path";

/** What a path gives: bytes, or why it gives none, as a clause where there is one. */
export type FileRead =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "large" }
  | NoFile;

/** There is no file to read, or none that may be read. */
type NoFile =
  | { readonly kind: "missing" | "directory" }
  | { readonly kind: "unreadable"; readonly reason: string };

/** Why there is no file to read, as a clause. */
export function reasonOf(read: NoFile): string {
  switch (read.kind) {
    case "missing":
      return "it does not exist";
    case "directory":
      return NO_FILE;
    case "unreadable":
      return read.reason;
  }
}

const NO_FILE = "it is not a regular file";

export interface FileRules {
  /** Bytes that are read at most; a larger file gives none. */
  readonly limit: number;
  /** Where the file must be, links in its path followed: a real path. Then the file may be no link itself. */
  readonly root?: string | undefined;
}

/**
 * Reads a regular file, and nothing else: no pipe, which could hold the run for ever, and no device. It is opened first
 * and looked at then, so that nobody can put another one in its place between the two.
 */
export function readRegularFile(path: string, { limit, root }: FileRules): FileRead {
  const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants;
  try {
    const fd = openSync(path, O_RDONLY | O_NONBLOCK | (root === undefined ? 0 : O_NOFOLLOW));
    try {
      return readOpen(fd, { limit, isOutside: (stats) => root !== undefined && !isAt(path, root, stats) });
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    return failure(error);
  }
}

/** All bytes of an open regular file; undefined where there are more than `limit`. */
export function readDescriptor(fd: number, size: number, limit: number): Uint8Array | undefined {
  // One byte more than a file has, so that its end is seen without growing.
  let buffer = new Uint8Array(Math.min(size, limit) + 1);
  let length = 0;
  for (;;) {
    if (length === buffer.length) buffer = grown(buffer);
    const count = readSync(fd, buffer, length, buffer.length - length, null);
    if (count === 0) return buffer.subarray(0, length);
    length += count;
    if (length > limit) return undefined;
  }
}

interface OpenRules {
  readonly limit: number;
  readonly isOutside: (stats: Stats) => boolean;
}

function readOpen(fd: number, { limit, isOutside }: OpenRules): FileRead {
  const stats = fstatSync(fd);
  if (stats.isDirectory()) return { kind: "directory" };
  if (!stats.isFile()) return { kind: "unreadable", reason: NO_FILE };
  if (isOutside(stats)) return { kind: "unreadable", reason: "it lies outside of the folder" };
  const bytes = stats.size > limit ? undefined : readDescriptor(fd, stats.size, limit);
  return bytes === undefined ? { kind: "large" } : { kind: "bytes", bytes };
}

/** Whether a path leads to that very file, and into the root. */
function isAt(path: string, root: string, { ino, dev }: Stats): boolean {
  const real = realpathSync.native(path);
  const stats = statSync(real);
  return (
    stats.ino === ino && stats.dev === dev && real.startsWith(root.endsWith(sep) ? root : `${root}${sep}`)
  );
}

function failure(error: unknown): FileRead {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === undefined) throw error;
  if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing" };
  const reason = code === "ELOOP" ? "it is a symbolic link" : "it may not be read";
  return { kind: "unreadable", reason };
}

function grown(buffer: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(buffer.length * 2);
  larger.set(buffer);
  return larger;
}
