import { diagnosticsOf } from "../../ground/diagnostic.ts";
import { exitCodeOf } from "../../ground/exit-code.ts";
import { holdsObject } from "../../manifest/holds-object.ts";
import { writeManifests } from "../../manifest/write.ts";
import type { Rendered } from "../../render.ts";
import type { Arguments } from "../command.ts";
import { hasFlag, stringFlag, UsageError } from "../command.ts";
import { withDeadline } from "../deadline.ts";
import { failureReportPath, writeFailureReport } from "../helm/failure-report.ts";
import { keepFilename } from "../helm/filename-annotation.ts";
import type { Io } from "../io.ts";
import { accessOptions, pipelineOptions, seedOf } from "../pipeline-options.ts";
import type { Records } from "../records.ts";
import { recorded } from "../records.ts";
import { renderInputs } from "../render-inputs.ts";
import { reportDiagnostics } from "../report/stderr.ts";
import { readInputs } from "../source.ts";

const NOTHING_LEFT = "# presecret: nothing is left of the manifests\n";

/**
 * `presecret post-render`: Helm's post-renderer. A failure is also written to a file, since Helm 4 shows nothing of
 * what a plugin says. An empty chart is Helm's business: Helm 3 keeps hooks to itself.
 */
export async function runPostRender(io: Io, args: Arguments): Promise<number> {
  if (args.positionals.length > 0) {
    throw new UsageError(
      "presecret post-render takes no argument",
      "Helm gives it the manifests on standard input",
    );
  }
  const host = { command: "post-render", caller: {}, isInteractive: false };
  return recorded(io, args, host, async (records) => postRender(io, args, records));
}

async function postRender(io: Io, args: Arguments, records: Records): Promise<number> {
  const { outputs, diagnostics } = await renderStream(io, args, records).catch(withoutOutput);
  const path = failureReportPath(io);
  if (path !== undefined) writeFailureReport(path, diagnostics);
  reportDiagnostics(io, diagnostics, { quiet: hasFlag(args, "quiet") });
  const exitCode = exitCodeOf(diagnostics);
  await records.end(exitCode, diagnostics);
  const parts = outputs.flatMap((output) => output.parts.map(keepFilename));
  if (exitCode === 0) io.stdout.write(...orComment(writeManifests(parts)));
  return exitCode;
}

/** Helm 4 refuses an output that is blank; a chart of which stores alone were rendered leaves nothing. */
function orComment(chunks: readonly Uint8Array[]): readonly Uint8Array[] {
  return holdsObject(chunks) ? chunks : [new TextEncoder().encode(NOTHING_LEFT), ...chunks];
}

async function renderStream(io: Io, args: Arguments, records: Records): Promise<Rendered> {
  const options = {
    ...pipelineOptions(io, args),
    lookupNamespace: stringFlag(args, "namespace") ?? namespaceOf(io) ?? "default",
    allowEmpty: true,
    keep: false,
    redact: hasFlag(args, "redact"),
    seed: await seedOf(io, args),
    observer: records.observer,
  };
  return withDeadline(io, stringFlag(args, "timeout"), async (deadline) =>
    renderInputs(await readInputs(io, ["-"]), { ...options, access: accessOptions(io, args, deadline) }),
  );
}

/** The namespace that Helm too takes from the environment; neither version sets it for a post-renderer. */
function namespaceOf({ env }: Io): string | undefined {
  const { HELM_NAMESPACE: namespace } = env;
  return namespace === "" ? undefined : namespace;
}

function withoutOutput(error: unknown): Rendered {
  return { outputs: [], diagnostics: diagnosticsOf(error) };
}
