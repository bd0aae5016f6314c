import { runCli } from "../src/hosts/cli.ts";
import type { Io } from "../src/hosts/io.ts";
import { InputTooLarge } from "../src/hosts/io.ts";

export interface CliInput {
  readonly stdin?: string | Uint8Array;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds of a clock of the test's own. */
  readonly now?: () => number;
}

export interface CliResult {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as bytes: what it says may not be UTF-8. */
  readonly bytes: Buffer;
}

/** Runs the command line in this process, on streams of its own. */
export async function cli(argv: readonly string[], input: CliInput = {}): Promise<CliResult> {
  const stdout: Uint8Array[] = [];
  const stderr: Uint8Array[] = [];
  const bytes = typeof input.stdin === "string" ? new TextEncoder().encode(input.stdin) : input.stdin;
  const io: Io = {
    argv,
    env: input.env ?? {},
    cwd: input.cwd ?? process.cwd(),
    now: input.now ?? (() => performance.now()),
    stdin: {
      isTerminal: bytes === undefined,
      read: async (limit) => {
        if ((bytes?.length ?? 0) > limit) throw new InputTooLarge("too large");
        return Promise.resolve(bytes ?? new Uint8Array());
      },
    },
    stdout: { isTerminal: false, write: (...chunks) => stdout.push(...chunks.map((chunk) => chunk.slice())) },
    stderr: { isTerminal: false, write: (...chunks) => stderr.push(...chunks.map((chunk) => chunk.slice())) },
  };
  const exit = await runCli(io);
  const out = Buffer.concat(stdout);
  return { exit, stdout: out.toString(), stderr: Buffer.concat(stderr).toString(), bytes: out };
}
