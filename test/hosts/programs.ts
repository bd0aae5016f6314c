import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { parseAllDocuments } from "yaml";

import { toolPath } from "../servers/find.ts";

export const ROOT = resolve(import.meta.dirname, "../..");
export const MAIN = join(ROOT, "src/main.ts");

/** A Kubernetes object of a stream, as a test looks at it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
}

let bundle: string | undefined;

/** Bundles presecret; the path of its main file. */
export function buildBundle(): string {
  const folder = temporaryFolder();
  execFileSync(process.execPath, [join(ROOT, ".build/bundle.ts"), folder], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return join(folder, "main.js");
}

let folders: string[] | undefined;

/** A temporary folder that goes with the process. */
export function temporaryFolder(): string {
  if (folders === undefined) {
    const all: string[] = (folders = []);
    process.once("exit", () => all.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
  }
  const folder = mkdtempSync(join(tmpdir(), "presecret-"));
  folders.push(folder);
  return folder;
}

/** A folder for PATH that holds presecret, bundled, and these tools, by the names that they are called by. */
export function folderOfPrograms(tools: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  bundle ??= buildBundle();
  for (const [name, tool] of Object.entries(tools)) symlinkSync(toolPath(tool), join(folder, name));
  writeScript(join(folder, "presecret"), `exec "${process.execPath}" "${bundle}" "$@"`);
  return folder;
}

/** Writes an executable shell script. */
export function writeScript(path: string, body: string): void {
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
}

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; its environment is what is given, beside PATH. */
export function run(
  program: string,
  args: readonly string[],
  options: {
    readonly path: string;
    readonly cwd?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly input?: string;
  },
): Ran {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: options.cwd ?? ROOT,
    env: { PATH: `${options.path}:/usr/bin:/bin`, ...options.env },
    input: options.input ?? "",
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

/** The objects of a stream. */
export function objectsOf(stream: string): KubernetesObject[] {
  return parseAllDocuments(stream)
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((object) => object !== null);
}

/** The objects of a stream by kind, namespace and name: two streams with the same objects compare equal. */
export function byIdentity(stream: string): ReadonlyMap<string, KubernetesObject> {
  const entries = objectsOf(stream).map(
    (object) =>
      [`${object.kind} ${object.metadata.namespace ?? ""}/${object.metadata.name}`, object] as const,
  );
  return new Map(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
