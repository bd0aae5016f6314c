import { parseArgs } from "node:util";

import { nearestName } from "../ground/nearest.ts";
import type { Arguments, Command, Flag } from "./command.ts";
import { UsageError } from "./command.ts";

const HELP: Flag = { type: "boolean", short: "h", help: "print this help" };

/** Parses what follows the command's name. Throws UsageError with the nearest flag for one that is unknown. */
export function parseArguments(command: Command, argv: readonly string[]): Arguments {
  const flags: Readonly<Record<string, Flag>> = { ...command.flags, help: HELP };
  const options = Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, toOption(flag)]));
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    checkFlag(token, command, flags);
    if (seen.has(token.name) && isSingle(flags[token.name])) throw givenTwice(token.rawName);
    seen.add(token.name);
  }
  return { flags: values, positionals };
}

interface Token {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function checkFlag(token: Token, command: Command, flags: Readonly<Record<string, Flag>>): void {
  const flag = Object.hasOwn(flags, token.name) ? flags[token.name] : undefined;
  if (flag === undefined) throw unknownFlag(token.rawName, command, flags);
  if (flag.type === "boolean" && token.value !== undefined) {
    throw new UsageError(`Flag ${token.rawName} takes no value`, `Write ${token.rawName} alone`);
  }
  if (flag.type === "string" && !hasValue(token)) {
    throw new UsageError(
      `Flag ${token.rawName} needs a value`,
      `Write ${token.rawName} ${flag.value ?? "VALUE"}`,
    );
  }
}

/** A second value would take the place of the first one unseen. */
function isSingle(flag: Flag | undefined): boolean {
  return flag?.type === "string" && flag.multiple !== true;
}

function givenTwice(given: string): UsageError {
  return new UsageError(`Flag ${given} is given twice`, "It takes one value: leave one of the two out");
}

/** `--output --keep` is a value that was forgotten, `--output=--keep` is one. */
function hasValue({ value, inlineValue }: Token): boolean {
  return value !== undefined && (inlineValue === true || value === "-" || !value.startsWith("-"));
}

function toOption({ type, short, multiple }: Flag): {
  type: "string" | "boolean";
  short?: string;
  multiple?: boolean;
} {
  return { type, ...(short === undefined ? {} : { short }), ...(multiple === undefined ? {} : { multiple }) };
}

function unknownFlag(given: string, command: Command, flags: Readonly<Record<string, Flag>>): UsageError {
  const message = `Unknown flag ${given} of presecret ${command.name}`;
  if (given === "-f" && command.usage.includes(`${command.name} [PATH`))
    return new UsageError(message, `Write files without a flag: presecret ${command.name} PATH`);
  const nearest = nearestName(given.replace(/^-+/, ""), Object.keys(flags));
  return new UsageError(
    message,
    nearest === undefined ? `See presecret ${command.name} --help` : `Did you mean --${nearest}?`,
  );
}
