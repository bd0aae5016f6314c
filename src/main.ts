#!/usr/bin/env node
import { runCli } from "./hosts/cli.ts";
import type { Io } from "./hosts/io.ts";
import { writeText } from "./hosts/io.ts";
import { fdOutput, isCharacterDevice, readAll } from "./hosts/stdio.ts";

const INTERNAL_ERROR = 70;

const io: Io = {
  argv: process.argv.slice(2),
  env: ownEnvironment(),
  cwd: process.cwd(),
  now: milliseconds,
  stdin: {
    get isTerminal() {
      return isTerminal(0);
    },
    read: async (limit) => readAll(0, limit, () => process.stdin),
  },
  stdout: fdOutput(1, isTerminal),
  stderr: fdOutput(2, isTerminal),
};

/** The environment as it was given. In process.env nothing is left that a library would use for itself. */
function ownEnvironment(): Io["env"] {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (/^(?:VAULT_|AZURE_LOG_LEVEL$|DEBUG$)/.test(name)) Reflect.deleteProperty(process.env, name);
  }
  return env;
}

/** Node loads the global `performance` when it is first used, which takes a millisecond. */
function milliseconds(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}

/** node:tty brings the network with it, so it is asked about devices only. */
function isTerminal(fd: number): boolean {
  return isCharacterDevice(fd) && process.getBuiltinModule("node:tty").isatty(fd);
}

/** What was thrown is not shown: its text is not ours, and may hold a secret. */
function reportBug(): number {
  try {
    writeText(
      io.stderr,
      "presecret: internal error; please report it with the command line and the manifests, without any secret [INTERNAL]\n",
    );
  } catch {
    // Nobody reads what is written: the exit code has to say it.
  }
  return INTERNAL_ERROR;
}

process.exit(await runCli(io).catch(reportBug));
