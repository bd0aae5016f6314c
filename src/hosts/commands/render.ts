import { resolve } from "node:path";

import type { Diagnostic } from "../../ground/diagnostic.ts";
import { RenderError } from "../../ground/diagnostic.ts";
import type { Input } from "../../manifest/recognise.ts";
import { writeManifests } from "../../manifest/write.ts";
import type { Rendered } from "../../render.ts";
import type { Arguments } from "../command.ts";
import { hasFlag, stringFlag, UsageError } from "../command.ts";
import { withDeadline } from "../deadline.ts";
import type { Io } from "../io.ts";
import { isInput } from "../is-input.ts";
import { accessOptions, pipelineOptions, seedOf } from "../pipeline-options.ts";
import type { Records } from "../records.ts";
import { recorded } from "../records.ts";
import { renderInputs } from "../render-inputs.ts";
import { readInputs } from "../source.ts";
import { callerSources } from "../source/caller-sources.ts";

/** `presecret render`: the inputs with native Secrets in place of ExternalSecrets, or nothing at all. */
export async function runRender(io: Io, args: Arguments): Promise<number> {
  const host = { command: "render", caller: {}, isInteractive: true };
  return recorded(io, args, host, async (records) => renderRecorded(io, args, records));
}

async function renderRecorded(io: Io, args: Arguments, records: Records): Promise<number> {
  const redact = hasFlag(args, "redact");
  if (redact && hasFlag(args, "keep"))
    throw new UsageError(
      "Flag --redact cannot be combined with --keep",
      "What is kept may hold values: stores of the fake provider do",
    );
  checkOutputFlag(args);
  const seed = await seedOf(io, args);
  const options = {
    ...pipelineOptions(io, args),
    keep: hasFlag(args, "keep"),
    redact,
    seed,
    observer: records.observer,
  };
  const rendered = await withDeadline(io, stringFlag(args, "timeout"), async (deadline) => {
    const inputs = await readInputs(io, args.positionals, callerSources(io, args, deadline.signal));
    checkRecordFiles(io, args, inputs);
    return renderInputs(inputs, { ...options, access: accessOptions(io, args, deadline) });
  });
  const exitCode = rendered.diagnostics.length === 0 ? 0 : await report(io, args, rendered.diagnostics);
  await records.end(exitCode, rendered.diagnostics);
  if (exitCode !== 0) return exitCode;
  await write(io, args, rendered);
  return 0;
}

/** In kubectl -o is a format: Secrets would be written to a file of that name, and nothing to standard output. */
function checkOutputFlag(args: Arguments): void {
  const output = stringFlag(args, "output");
  if (output !== "yaml" && output !== "json") return;
  throw new UsageError(
    `Flag --output cannot be "${output}": it takes a file, and the output is always YAML`,
    `Leave it out to write to standard output, or write ./${output} for a file of this name`,
  );
}

/** Throws UsageError, at which no record is written, for a record that would be written over an input. */
function checkRecordFiles(io: Io, args: Arguments, inputs: readonly Input[]): void {
  for (const flag of ["report", "audit"]) {
    const path = stringFlag(args, flag);
    if (path === undefined || path === "-" || !isInput(io, path, inputs)) continue;
    throw new UsageError(`Flag --${flag} cannot be "${path}": it is one of the inputs`, "Name another file");
  }
}

/** Prints diagnostics; gives the exit code. The texts of all codes are loaded where there is something to say. */
async function report(io: Io, args: Arguments, diagnostics: readonly Diagnostic[]): Promise<number> {
  const [{ reportDiagnostics }, { exitCodeOf }] = await Promise.all([
    import("../report/stderr.ts"),
    import("../../ground/exit-code.ts"),
  ]);
  reportDiagnostics(io, diagnostics, { quiet: hasFlag(args, "quiet") });
  return exitCodeOf(diagnostics);
}

async function write(io: Io, args: Arguments, { outputs }: Rendered): Promise<void> {
  const output = stringFlag(args, "output");
  const all = (): Uint8Array[] => writeManifests(outputs.flatMap(({ parts }) => parts));
  if (output === undefined || output === "-") {
    io.stdout.write(...all());
    return;
  }
  const [files, { outputPath }] = await Promise.all([import("../output.ts"), import("../output-path.ts")]);
  const path = outputPath(resolve(io.cwd, output), output);
  if (!hasFlag(args, "redact") && !hasFlag(args, "allow-git") && files.isInGitWorkTree(path))
    throw inGit(output);
  if (isInput(io, path, outputs)) throw overInput(output);
  if (output.endsWith("/") || files.isDirectory(path)) {
    const written = outputs.map(({ path: name, parts }) => ({ path: name, chunks: writeManifests(parts) }));
    files.writeDirectoryAtomically(path, written);
  } else files.writeFileAtomically(path, all());
}

function overInput(output: string): RenderError {
  return new RenderError({
    code: "OUTPUT_REFUSED",
    severity: "error",
    message: `Cannot write to "${output}": it is one of the inputs`,
    hint: "Name another file",
  });
}

function inGit(output: string): RenderError {
  return new RenderError({
    code: "OUTPUT_REFUSED",
    severity: "error",
    message: `Cannot write Secrets to "${output}": it lies in a Git work tree`,
    hint: "Write elsewhere, hide the values with --redact, or say --allow-git if it is meant",
  });
}
