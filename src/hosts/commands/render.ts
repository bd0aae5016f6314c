import { resolve } from "node:path";

import { exitCodeOf } from "../../ground/exit-code.ts";
import { RenderError } from "../../ground/diagnostic.ts";
import { writeManifests } from "../../manifest/write.ts";
import type { Rendered } from "../../render.ts";
import type { Arguments } from "../command.ts";
import { hasFlag, stringFlag } from "../command.ts";
import { withDeadline } from "../deadline.ts";
import type { Io } from "../io.ts";
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
  const seed = await seedOf(io, args);
  const options = {
    ...pipelineOptions(io, args),
    keep: hasFlag(args, "keep"),
    redact,
    seed,
    observer: records.observer,
  };
  const rendered = await withDeadline(stringFlag(args, "timeout"), async (deadline) => {
    const inputs = await readInputs(io, args.positionals, callerSources(io, args, deadline.signal));
    return renderInputs(inputs, { ...options, access: accessOptions(io, args, deadline) });
  });
  const errors = rendered.diagnostics.filter(({ severity }) => severity === "error");
  if (rendered.diagnostics.length > 0) {
    const { reportDiagnostics } = await import("../report/stderr.ts");
    reportDiagnostics(io, rendered.diagnostics, { quiet: hasFlag(args, "quiet") });
  }
  const exitCode = exitCodeOf(errors.map(({ code }) => code));
  await records.end(exitCode, rendered.diagnostics);
  if (exitCode !== 0) return exitCode;
  await write(io, args, rendered);
  return 0;
}

async function write(io: Io, args: Arguments, { outputs }: Rendered): Promise<void> {
  const output = stringFlag(args, "output");
  const all = (): Uint8Array[] => writeManifests(outputs.flatMap(({ parts }) => parts));
  if (output === undefined) {
    io.stdout.write(...all());
    return;
  }
  const files = await import("../output.ts");
  const path = resolve(io.cwd, output);
  if (!hasFlag(args, "redact") && !hasFlag(args, "allow-git") && files.isInGitWorkTree(path))
    throw inGit(output);
  if (output.endsWith("/") || files.isDirectory(path)) {
    const written = outputs.map(({ path: name, parts }) => ({ path: name, chunks: writeManifests(parts) }));
    files.writeDirectoryAtomically(path, written);
  } else files.writeFileAtomically(path, all());
}

function inGit(output: string): RenderError {
  return new RenderError({
    code: "OUTPUT_REFUSED",
    severity: "error",
    message: `Cannot write Secrets to "${output}": it lies in a Git work tree`,
    hint: "Write elsewhere, hide the values with --redact, or say --allow-git if it is meant",
  });
}
