import type { Command, Flag } from "./command.ts";

/** Help for the whole command line. */
export function generalHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    "presecret renders External Secrets without an operator: ExternalSecret manifests in, native Secrets out.",
    "",
    "Usage:",
    "  presecret COMMAND [arguments]",
    "",
    "Commands:",
    ...lines,
    "",
    "Example:",
    "  presecret render manifests/",
    "",
    "presecret COMMAND --help tells more about a command, presecret --version the version.",
    "",
  ].join("\n");
}

/** Help for one command. */
export function commandHelp({ usage, summary, flags, example }: Command): string {
  const [commandLine, what] = example;
  const rows = Object.entries(flags).map(([name, flag]) => [flagUsage(name, flag), flag.help] as const);
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return [
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
    "",
    "Usage:",
    `  ${usage}`,
    "",
    ...(rows.length === 0
      ? []
      : ["Flags:", ...rows.map(([left, help]) => `  ${left.padEnd(width)}  ${help}`), ""]),
    "Example:",
    `  ${commandLine}`,
    `    ${what}`,
    "",
  ].join("\n");
}

function flagUsage(name: string, { short, value }: Flag): string {
  const letter = short === undefined ? "    " : `-${short}, `;
  return `${letter}--${name}${value === undefined ? "" : ` ${value}`}`;
}
