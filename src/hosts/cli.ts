import { RenderError } from "../ground/diagnostic.ts";
import type { Diagnostic } from "../ground/diagnostic.ts";
import { nearestName } from "../ground/nearest.ts";
import { visible } from "../ground/visible.ts";
import { parseArguments } from "./arguments.ts";
import type { Command } from "./command.ts";
import { hasFlag, UsageError } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import type { Io } from "./io.ts";
import { OutputError, writeText } from "./io.ts";

const OK = 0;
const USAGE = 64;
const OUTPUT_FAILED = 74;

/** Runs the command line; gives the exit code. Throws only for what is a bug. */
export async function runCli(io: Io): Promise<number> {
  try {
    return await dispatch(io);
  } catch (error) {
    if (error instanceof OutputError) return outputFailed(io);
    if (error instanceof UsageError) return fail(io, usageDiagnostic(error));
    if (error instanceof RenderError) return fail(io, error.diagnostic);
    throw error;
  }
}

async function dispatch(io: Io): Promise<number> {
  const [name, ...rest] = io.argv;
  if (name === undefined) return withoutArguments(io);
  if (name === "--help" || name === "-h" || name === "help") return help(io, OK);
  if (name === "--version" || name === "-V" || name === "version") return version(io);
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) throw unknownCommand(name);
  const args = parseArguments(command, rest);
  return hasFlag(args, "help") ? help(io, OK, command) : command.run(io, args);
}

/** A KRM function is run without arguments: what comes on standard input tells. */
async function withoutArguments(io: Io): Promise<number> {
  if (io.stdin.isTerminal) return help(io, USAGE);
  const [{ readInputs }, { looksLikeResourceList }] = await Promise.all([
    import("./source.ts"),
    import("./krm/resource-list.ts"),
  ]);
  const [input] = await readInputs(io, ["-"]);
  const bytes = input?.bytes ?? new Uint8Array();
  if (!looksLikeResourceList(new TextDecoder().decode(bytes))) return help(io, USAGE);
  return (await import("./commands/fn.ts")).runFnOn(io, { flags: {}, positionals: [] }, bytes);
}

async function help(io: Io, exit: number, command?: Command): Promise<number> {
  const { commandHelp, generalHelp } = await import("./help.ts");
  const text = command === undefined ? generalHelp(COMMANDS) : commandHelp(command);
  writeText(exit === OK ? io.stdout : io.stderr, text);
  return exit;
}

async function version(io: Io): Promise<number> {
  const { VERSION } = await import("./version.ts");
  writeText(io.stdout, `presecret ${VERSION}\n`);
  return OK;
}

function unknownCommand(name: string): UsageError {
  const message = `Unknown command "${visible(name)}"`;
  const nearest = nearestName(
    name,
    COMMANDS.map((command) => command.name),
  );
  if (nearest !== undefined) return new UsageError(message, `Did you mean presecret ${nearest}?`);
  return new UsageError(message, commandHint(visible(name)));
}

/** For an argument that may be a path, or KIND/NAME, in the place of a command. */
function commandHint(name: string): string {
  if (/^(?:cluster)?externalsecrets?\/|^(?:c?es|secrets?)\//i.test(name))
    return `Write presecret explain ${name} PATH, or presecret render PATH`;
  return /[/]|^\.+$|\.(?:ya?ml|json)$/.test(name) ? `Write presecret render ${name}` : "See presecret --help";
}

function usageDiagnostic({ message, hint }: UsageError): Diagnostic {
  return { code: "USAGE", severity: "error", message, hint };
}

async function fail(io: Io, diagnostic: Diagnostic): Promise<number> {
  const [{ reportDiagnostics }, { exitCodeOf }] = await Promise.all([
    import("./report/stderr.ts"),
    import("../ground/exit-code.ts"),
  ]);
  if (io.argv[0] === "post-render") await keepFailure(io, diagnostic);
  try {
    reportDiagnostics(io, [diagnostic], { quiet: false });
  } catch (error) {
    // Nobody reads what is written: the exit code has to say it.
    if (!(error instanceof OutputError)) throw error;
  }
  return exitCodeOf([diagnostic]);
}

/** Helm 4 shows nothing of what a post-renderer says: what went wrong before it began is told in its file, too. */
async function keepFailure(io: Io, diagnostic: Diagnostic): Promise<void> {
  const { failureReportPath, writeFailureReport } = await import("./helm/failure-report.ts");
  const path = failureReportPath(io);
  if (path !== undefined) writeFailureReport(path, [diagnostic]);
}

/** Whoever read the output is gone or the disk is full; stderr may be as well. */
function outputFailed(io: Io): number {
  try {
    writeText(
      io.stderr,
      "presecret: Cannot write the output: what was written is not complete [OUTPUT_FAILED]\n",
    );
  } catch {
    // The exit code has to say it.
  }
  return OUTPUT_FAILED;
}
