import type { Io } from "./io.ts";

/** A flag of a command. */
export interface Flag {
  readonly type: "string" | "boolean";
  readonly short?: string;
  readonly multiple?: true;
  /** What stands for the value in the help: `DIR`. */
  readonly value?: string;
  readonly help: string;
}

/** Values of flags, by long name, after parsing. */
export interface Arguments {
  readonly flags: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly positionals: readonly string[];
}

/** One command of the command line. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly flags: Readonly<Record<string, Flag>>;
  /** A command line and what it does. */
  readonly example: readonly [commandLine: string, what: string];
  /** Loads the command's code and runs it; gives the exit code. */
  readonly run: (io: Io, args: Arguments) => Promise<number>;
}

/** The command line asks for something that does not exist; `hint` says what does. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** Value of a flag that takes one; undefined where it was not given. */
export function stringFlag({ flags }: Arguments, name: string): string | undefined {
  const value = flags[name];
  return typeof value === "string" ? value : undefined;
}

/** Values of a flag that may be given several times. */
export function listFlag({ flags }: Arguments, name: string): readonly string[] {
  const values = flags[name];
  return Array.isArray(values) ? values.filter((value) => typeof value === "string") : [];
}

/** Whether a flag without a value was given. */
export function hasFlag({ flags }: Arguments, name: string): boolean {
  return flags[name] === true;
}
