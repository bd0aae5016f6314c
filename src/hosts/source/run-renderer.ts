import { accessSync, constants, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";

import type { Subprocess } from "execa";

import { RenderError } from "../../ground/diagnostic.ts";
import { LIMITS } from "../../ground/limits.ts";

/** A program that turns a source into manifests. */
export interface Renderer {
  readonly program: "kustomize" | "helm";
  readonly args: readonly string[];
  /** Its working directory: the source. */
  readonly cwd: string;
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What it renders, as a message names it: `chart "charts/shop"`. */
  readonly subject: string;
}

/**
 * What a renderer prints. No shell is involved. Throws RenderError: where the program is missing, where it fails
 * (with the end of what it said, since it ran before any secret was fetched), and where it prints too much.
 */
export async function runRenderer(renderer: Renderer): Promise<Uint8Array> {
  const file = findProgram(renderer);
  const { execa } = await import("execa");
  const subprocess = execa(file, renderer.args, {
    cwd: renderer.cwd,
    env: renderer.env,
    extendEnv: false,
    ...(renderer.stdin === undefined ? { stdin: "ignore" as const } : { input: renderer.stdin }),
    encoding: "buffer",
    stripFinalNewline: false,
    buffer: { stderr: false },
    maxBuffer: { stdout: LIMITS.input },
    reject: false,
    killSignal: "SIGKILL",
    ...(renderer.signal === undefined ? {} : { cancelSignal: renderer.signal }),
  });
  const said = keepEnd(subprocess, LIMITS.rendererOutput);
  const result = await subprocess;
  if (!result.failed && result.stdout instanceof Uint8Array) return result.stdout;
  if (result.isCanceled) throw late(renderer);
  if (result.isMaxBuffer) throw tooMuch(renderer);
  throw failed(renderer, result.exitCode, said());
}

/** Entries of PATH that are not absolute would lead into the source, which may hold a program of that name. */
function findProgram({ program, env }: Renderer): string {
  const folders = (env["PATH"] ?? "").split(":").filter((folder) => isAbsolute(folder));
  const found = folders.map((folder) => join(folder, program)).find(isExecutable);
  if (found !== undefined) return found;
  throw new RenderError({
    code: "RENDERER_MISSING",
    severity: "error",
    message: `Cannot find ${program}: no absolute folder of PATH holds it`,
    hint: `Install ${program}, or run it elsewhere and give its output on standard input`,
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Collects the last bytes of standard error; it is read to its end, so that the program never waits for us. */
function keepEnd({ stderr }: Pick<Subprocess, "stderr">, size: number): () => string {
  let kept = new Uint8Array();
  let cut = false;
  stderr?.on("data", (chunk: Uint8Array) => {
    const all = new Uint8Array([...kept, ...chunk.subarray(-size)]);
    cut ||= kept.length + chunk.length > size;
    kept = all.subarray(-size);
  });
  return () => `${cut ? "…" : ""}${new TextDecoder().decode(kept).trim()}`;
}

function failed({ program, subject }: Renderer, exitCode: number | undefined, said: string): RenderError {
  return new RenderError({
    code: "RENDERER_FAILED",
    severity: "error",
    message: `Cannot render ${subject}: ${program} ended with ${exitCode === undefined ? "a signal" : `exit code ${exitCode}`}`,
    hint: `Run ${program} by hand on the same source; nothing was fetched yet`,
    ...(said === "" ? {} : { said: { by: program, lines: said.split(/\r?\n/) } }),
  });
}

function late({ program, subject }: Renderer): RenderError {
  return new RenderError({
    code: "DEADLINE",
    severity: "error",
    message: `Cannot render ${subject}: ${program} did not end in time`,
    hint: "Make the source smaller, or pass a longer --timeout",
  });
}

function tooMuch({ program, subject }: Renderer): RenderError {
  return new RenderError({
    code: "LIMIT_EXCEEDED",
    severity: "error",
    message: `Cannot render ${subject}: ${program} printed more than ${LIMITS.input / 1024 / 1024} MiB`,
    hint: "Split the source",
  });
}
