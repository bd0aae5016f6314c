import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";

const MAIN = resolve(import.meta.dirname, "../../../src/main.ts");

export interface ProcessResult {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program as a process of its own; `preload` is loaded before it. */
export async function runProcess(
  argv: readonly string[],
  {
    stdin,
    env,
    preload,
  }: { readonly stdin: string; readonly env: NodeJS.ProcessEnv; readonly preload?: string },
): Promise<ProcessResult> {
  const imports = preload === undefined ? [] : ["--import", preload];
  const child = spawn(process.execPath, [...imports, MAIN, ...argv], { env, stdio: "pipe" });
  const ended = new Promise<number | null>((done) => {
    child.once("close", done);
  });
  child.stdin.end(stdin);
  const [stdout, stderr, exit] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exit, stdout, stderr };
}
