import type { Stats } from "node:fs";
import { realpathSync, statSync } from "node:fs";
import { join } from "node:path";

import type { Diagnostic } from "../ground/diagnostic.ts";
import { RenderError } from "../ground/diagnostic.ts";
import { LIMITS } from "../ground/limits.ts";
import { UsageError } from "./command.ts";
import { checkFlagPath } from "./flag-path.ts";
import type { Io } from "./io.ts";
import { InputTooLarge, InputUnreadable, writeText } from "./io.ts";
import { readRegularFile, reasonOf } from "./read-file.ts";
import type { FoundFile } from "./source/manifest-files.ts";
import { manifestFilesBelow } from "./source/manifest-files.ts";
import type { SourceOptions } from "./source/render-source.ts";
import { manifestsAmong, sourceKind } from "./source/source-kind.ts";

/** One input, whole: a file, or standard input as `-`. */
export interface Input {
  /** As diagnostics name it: the path as given, or below the directory that was given. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Folders are read as manifests only; `hint` says what to do about a kustomization or a chart. */
export interface ManifestsOnly {
  readonly hint: string;
}

const STDIN = "-";
const PATHS_HINT = "Name a file, a directory or a glob that matches files, or - for standard input";
const LINKS_HINT = "Symbolic links in a folder are not followed: put the files themselves there";
const SOURCE_HINT = "Name the kustomization or chart itself, or the folders and files that are manifests";
const STORES_HINT = "Name a folder of manifests: what --stores names is not rendered";
const CHART_HINT = "Name the chart's folder, the one with Chart.yaml, or leave the flag out";
const GLOB = /[*?[\]{}]/;

/**
 * Reads what the arguments name: files, directories (their *.yaml, *.yml and *.json at any depth), globs, and `-`
 * for standard input; in the order of the arguments, inside a directory or glob in byte order. Symbolic links to folders
 * are passed over there, and those to files refused, which would be missing without a word. With SourceOptions, a
 * directory may be a kustomization or a chart, and is rendered. Throws RenderError for what cannot be read.
 */
export async function readInputs(
  io: Io,
  paths: readonly string[],
  folders?: SourceOptions | ManifestsOnly,
): Promise<Input[]> {
  if (paths.length === 0) {
    throw new UsageError("No input is named", "Name files or directories, or - for standard input");
  }
  if (paths.filter((path) => path === STDIN).length > 1) {
    throw new UsageError("Standard input is named twice", "Write - once");
  }
  const reader = new Reader(io, folders);
  for (const path of paths) await reader.add(path);
  reader.checkFlags();
  return reader.inputs;
}

/**
 * Reads the manifests of the directory of --stores, for look-ups. Links to files are followed, since that is how the
 * kubelet mounts ConfigMaps: the directory is the administrator's.
 */
export async function readDirectory(io: Io, directory: string): Promise<Input[]> {
  checkFlagPath(io, "--stores", directory);
  const reader = new Reader(io, { hint: STORES_HINT }, { followsLinks: true });
  await reader.add(directory);
  return reader.inputs;
}

class Reader {
  readonly inputs: Input[] = [];
  readonly #io: Io;
  readonly #sources: SourceOptions | undefined;
  readonly #sourceHint: string;
  readonly #followsLinks: boolean;
  #left: number = LIMITS.input;
  #hasChart = false;

  constructor(io: Io, folders: SourceOptions | ManifestsOnly | undefined, options = { followsLinks: false }) {
    const isManifestsOnly = folders !== undefined && "hint" in folders;
    this.#io = io;
    this.#sources = isManifestsOnly ? undefined : folders;
    this.#sourceHint = isManifestsOnly ? folders.hint : SOURCE_HINT;
    this.#followsLinks = options.followsLinks;
  }

  async add(path: string): Promise<void> {
    if (path === STDIN) return this.#addStdin();
    const stats = statOf(this.#absolute(path));
    if (stats?.isDirectory() === true) return this.#addDirectory(path);
    if (stats !== undefined) return this.#addFile(path);
    if (GLOB.test(path)) return this.#addMatches(path);
    throw unreadable(path, "it does not exist");
  }

  /** Throws UsageError for a flag that would be passed over: what it says is about charts, and there is none. */
  checkFlags(): void {
    const [flag] = this.#sources?.chartFlags ?? [];
    if (flag === undefined || this.#hasChart) return;
    throw new UsageError(`Flag ${flag} cannot be used: no chart is among the inputs`, CHART_HINT);
  }

  async #addStdin(): Promise<void> {
    const { stdin, stderr } = this.#io;
    if (stdin.isTerminal)
      writeText(stderr, "presecret: reading manifests from the terminal; end with Ctrl-D\n");
    try {
      this.#push(STDIN, await stdin.read(this.#left));
    } catch (error) {
      if (error instanceof InputUnreadable) throw unreadable(STDIN, "it may not be read");
      throw error instanceof InputTooLarge ? tooLarge() : error;
    }
  }

  async #addDirectory(path: string): Promise<void> {
    const directory = this.#absolute(path);
    const kind = this.#sources === undefined ? "manifests" : sourceKind(directory, path);
    if (this.#sources === undefined || kind === "manifests") {
      this.#addFolder(path);
      return;
    }
    const { buildKustomization, templateChart } = await import("./source/render-source.ts");
    this.#hasChart ||= kind === "chart";
    const renderSource = kind === "kustomization" ? buildKustomization : templateChart;
    const { path: name, bytes } = await renderSource(directory, path, this.#sources);
    if (bytes.length > this.#left) throw tooLarge();
    this.#push(name, bytes);
  }

  #addFolder(path: string): void {
    const folder = this.#absolute(path);
    const found = manifestFilesBelow(folder, path).map((file) => ({ ...file, path: join(path, file.path) }));
    const ofInterest = new Map(
      found.flatMap((file) => (this.#isOfInterest(file) ? [[file.path, file] as const] : [])),
    );
    const names = manifestsAmong([...ofInterest.keys()], path, this.#sourceHint);
    const files = names.flatMap((name) => ofInterest.get(name) ?? []);
    this.#addFiles(files, path, this.#followsLinks ? undefined : realpathSync.native(folder));
  }

  async #addMatches(pattern: string): Promise<void> {
    const { filesMatching } = await import("./source/glob-files.ts");
    const found = await filesMatching(pattern, this.#io.cwd);
    this.#addFiles(
      found.filter((file) => this.#isOfInterest(file)),
      pattern,
    );
  }

  #addFiles(files: readonly FoundFile[], name: string, root?: string): void {
    if (files.length === 0) throw unreadable(name, "it holds no *.yaml, *.yml or *.json file");
    const link = this.#followsLinks ? undefined : files.find(({ isLink }) => isLink);
    if (link !== undefined) throw unreadable(link.path, "it is a symbolic link", LINKS_HINT);
    const paths = files.map(({ path }) => path).toSorted(compareBytes);
    for (const path of paths) this.#addFile(path, root);
  }

  /** Whether a link is a file, or would be one if it led anywhere. */
  #isOfInterest({ path, isLink }: FoundFile): boolean {
    if (!isLink) return true;
    const stats = statOf(this.#absolute(path));
    return stats === undefined ? !this.#followsLinks : stats.isFile();
  }

  #addFile(path: string, root?: string): void {
    const read = readRegularFile(this.#absolute(path), { limit: this.#left, root });
    if (read.kind === "large") throw tooLarge();
    if (read.kind !== "bytes") throw unreadable(path, reasonOf(read));
    this.#push(path, read.bytes);
  }

  #push(path: string, bytes: Uint8Array): void {
    this.#left -= bytes.length;
    this.inputs.push({ path, bytes });
  }

  #absolute(path: string): string {
    return absolutePath(this.#io, path);
  }
}

function absolutePath({ cwd }: Io, path: string): string {
  return path.startsWith("/") ? path : join(cwd, path);
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function compareBytes(a: string, b: string): number {
  const encoder = new TextEncoder();
  const left = encoder.encode(a);
  const right = encoder.encode(b);
  const at = left.findIndex((byte, index) => byte !== right[index]);
  return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
}

function unreadable(path: string, reason: string, hint = PATHS_HINT): RenderError {
  return inputError({
    code: "INPUT_UNREADABLE",
    message: `Cannot read "${path}": ${reason}`,
    hint,
  });
}

function tooLarge(): RenderError {
  return inputError({
    code: "LIMIT_EXCEEDED",
    message: `Cannot read all of the input: it has more than ${LIMITS.input / 1024 / 1024} MiB`,
    hint: "Split the input",
  });
}

function inputError(diagnostic: Omit<Diagnostic, "severity">): RenderError {
  return new RenderError({ severity: "error", ...diagnostic });
}
