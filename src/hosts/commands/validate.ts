import { exitCodeOf } from "../../ground/exit-code.ts";
import { planInputs } from "../../render.ts";
import type { Arguments } from "../command.ts";
import { hasFlag } from "../command.ts";
import type { Io } from "../io.ts";
import { writeText } from "../io.ts";
import { pipelineOptions } from "../pipeline-options.ts";
import { formatFlag } from "../report/format.ts";
import { planOrProblem, printResults } from "../report/results.ts";
import { reportDiagnostics } from "../report/stderr.ts";
import { readInputs } from "../source.ts";
import { callerSources } from "../source/caller-sources.ts";

/** `presecret validate`: schemas, references and rules. No store is asked. */
export async function runValidate(io: Io, args: Arguments): Promise<number> {
  const format = formatFlag(args);
  const { ajvFindings } = await import("../../eso/ajv-problems.ts");
  const options = { ...pipelineOptions(io, args), strict: true, validateSchema: ajvFindings };
  const { diagnostics } = await planOrProblem(async () =>
    planInputs(await readInputs(io, args.positionals, callerSources(io, args)), options),
  );
  if (format !== "text") writeText(io.stdout, await printResults(diagnostics, format, "validate"));
  else reportDiagnostics(io, diagnostics, { quiet: hasFlag(args, "quiet") });
  return exitCodeOf(diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code));
}
