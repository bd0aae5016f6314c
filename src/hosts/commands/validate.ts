import { exitCodeOf } from "../../ground/exit-code.ts";
import { sortDiagnostics } from "../../ground/diagnostic.ts";
import { planInputs } from "../../render.ts";
import type { Arguments } from "../command.ts";
import { hasFlag, stringFlag, UsageError } from "../command.ts";
import type { Io } from "../io.ts";
import { writeText } from "../io.ts";
import { pipelineOptions } from "../pipeline-options.ts";
import { reportDiagnostics } from "../report/stderr.ts";
import { readInputs } from "../source.ts";

/** `presecret validate`: schemas, references and rules. No store is asked. */
export async function runValidate(io: Io, args: Arguments): Promise<number> {
  const format = stringFlag(args, "format") ?? "text";
  if (format !== "text" && format !== "json")
    throw new UsageError(`Unknown format "${format}"`, "Use text or json");
  const options = { ...pipelineOptions(io, args), strict: true };
  const { diagnostics } = await planInputs(await readInputs(io, args.positionals), options);
  if (format === "json")
    writeText(io.stdout, `${JSON.stringify({ results: sortDiagnostics(diagnostics) }, undefined, 2)}\n`);
  else reportDiagnostics(io, diagnostics, { quiet: hasFlag(args, "quiet") });
  return exitCodeOf(diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code));
}
