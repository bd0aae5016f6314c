import { spawnSync } from "node:child_process";

/** Runs a program of an installation, its output on ours. Throws where it cannot be started or fails. */
export function run(
  program: string,
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): void {
  const { status, error } = spawnSync(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (error !== undefined) throw new Error(`Cannot start ${program}: is it installed?`);
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${String(status)}`);
}

/** What a program prints. Throws where it cannot be started or fails. */
export function outputOf(program: string, args: readonly string[]): string {
  const { status, stdout, error } = spawnSync(program, args, { encoding: "utf8" });
  if (error !== undefined || status !== 0) throw new Error(`${program} ${args.join(" ")} failed`);
  return stdout;
}
