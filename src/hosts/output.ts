import { randomUUID } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, isAbsolute, join, normalize, sep } from "node:path";

import { RenderError } from "../ground/diagnostic.ts";
import { visible } from "../ground/visible.ts";
import { OutputError } from "./io.ts";

/** One file to write, by its path below the output directory. */
export interface OutputFile {
  readonly path: string;
  readonly chunks: readonly Uint8Array[];
}

const PRIVATE_FILE = 0o600;
const PRIVATE_DIRECTORY = 0o700;
const STREAM = "stream.yaml";

/**
 * Writes one file, readable by its owner only where `mode` says nothing else: complete under its name, or not at all.
 * Throws OutputError.
 */
export function writeFileAtomically(path: string, chunks: readonly Uint8Array[], mode = PRIVATE_FILE): void {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  attempt(
    () => {
      writeNewFile(temporary, chunks);
      chmodSync(temporary, mode);
      renameSync(temporary, path);
      syncDirectory(dirname(path));
    },
    () => rmSync(temporary, { force: true }),
  );
}

/**
 * Writes files into a directory that is absent or empty: they are written into a new sibling, which takes the name
 * when all of them are complete. Throws OutputError, and RenderError where the directory holds something.
 */
export function writeDirectoryAtomically(directory: string, files: readonly OutputFile[]): void {
  refuseFilled(directory);
  refuseCollisions(files);
  const temporary = join(dirname(normalize(join(directory, "."))), `.${basename(directory)}.${randomUUID()}`);
  attempt(
    () => {
      mkdirSync(temporary, { mode: PRIVATE_DIRECTORY });
      for (const { path, chunks } of files) {
        const target = join(temporary, pathInside(path));
        mkdirSync(dirname(target), { recursive: true, mode: PRIVATE_DIRECTORY });
        writeNewFile(target, chunks);
      }
      if (existsSync(directory)) rmdirSync(directory);
      renameSync(temporary, directory);
      syncDirectory(dirname(directory));
    },
    () => rmSync(temporary, { force: true, recursive: true }),
  );
}

/** Where an input's output goes below the directory: never outside of it. */
function pathInside(path: string): string {
  if (path === "-") return STREAM;
  const segments = normalize(path).split(sep);
  return segments.filter((segment) => segment !== ".." && segment !== "." && segment !== "").join(sep);
}

/** `../a.yaml` and `a.yaml` would have one place. */
function refuseCollisions(files: readonly OutputFile[]): void {
  const places = new Map<string, string>();
  for (const { path } of files) {
    const other = places.get(pathInside(path));
    if (other !== undefined)
      throw new RenderError({
        code: "OUTPUT_REFUSED",
        severity: "error",
        message: `Cannot write "${visible(other)}" and "${visible(path)}" into one folder: both would be "${visible(pathInside(path))}"`,
        hint: "Render them one after the other, into two folders",
      });
    places.set(pathInside(path), path);
  }
}

function refuseFilled(directory: string): void {
  if (!existsSync(directory)) return;
  const filled = attempt(() => readdirSync(directory).length > 0);
  if (!filled) return;
  throw new RenderError({
    code: "OUTPUT_REFUSED",
    severity: "error",
    message: `Cannot write into "${directory}": it is not empty`,
    hint: "Name a directory that does not exist, or empty this one",
  });
}

/** Whether a path lies in a Git work tree, which is where what is written may get committed. */
export function isInGitWorkTree(path: string): boolean {
  let directory = nearestExisting(path);
  for (;;) {
    if (existsSync(join(directory, ".git"))) return true;
    const parent = dirname(directory);
    if (parent === directory) return false;
    directory = parent;
  }
}

function nearestExisting(path: string): string {
  let directory = path;
  while (!existsSync(directory) && dirname(directory) !== directory) directory = dirname(directory);
  return isAbsolute(directory) ? realpathSync(directory) : directory;
}

function writeNewFile(path: string, chunks: readonly Uint8Array[]): void {
  const fd = openSync(path, "wx", PRIVATE_FILE);
  try {
    for (const chunk of chunks) writeChunk(fd, chunk);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function writeChunk(fd: number, chunk: Uint8Array): void {
  let written = 0;
  while (written < chunk.length) written += writeSync(fd, chunk, written);
}

function syncDirectory(directory: string): void {
  const fd = openSync(directory, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Foreign errors name paths and system calls only, but the caller's message is the one that helps. */
function attempt<Result>(action: () => Result, undo?: () => void): Result {
  try {
    return action();
  } catch {
    undo?.();
    throw new OutputError("Cannot write the output");
  }
}

/** Whether a path is a directory. */
export function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
