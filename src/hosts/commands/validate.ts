import type { Diagnostic } from "../../ground/diagnostic.ts";
import { exitCodeOf } from "../../ground/exit-code.ts";
import { planInputs, problemsOfEntries, problemsOfTemplates } from "../../render.ts";
import type { Arguments } from "../command.ts";
import { hasFlag, UsageError } from "../command.ts";
import type { Io } from "../io.ts";
import { writeText } from "../io.ts";
import { pipelineOptions } from "../pipeline-options.ts";
import { formatFlag } from "../report/format.ts";
import { planOrProblem, printResults } from "../report/results.ts";
import { reportDiagnostics } from "../report/stderr.ts";
import type { Input } from "../source.ts";
import { readInputs } from "../source.ts";
import { callerSources } from "../source/caller-sources.ts";

/** `presecret validate`: schemas, references and rules. No store is asked. With --fix files are rewritten first. */
export async function runValidate(io: Io, args: Arguments): Promise<number> {
  const format = formatFlag(args);
  const { ajvFindings } = await import("../../eso/ajv-problems.ts");
  const options = { ...pipelineOptions(io, args), strict: true, validateSchema: ajvFindings };
  const fixes: Diagnostic[] = [];
  const planned = await planOrProblem(async () => {
    const inputs = await (hasFlag(args, "fix") ? fixedInputs(io, args, fixes) : callerInputs(io, args));
    const plan = await planInputs(inputs, options);
    const { secrets } = plan.plan;
    const [entries, templates] = [
      await problemsOfEntries(secrets),
      await problemsOfTemplates(secrets, plan.index),
    ];
    return { diagnostics: [...plan.diagnostics, ...entries, ...templates] };
  });
  const diagnostics = [...fixes, ...planned.diagnostics];
  if (format !== "text") writeText(io.stdout, await printResults(diagnostics, format, "validate"));
  else reportDiagnostics(io, diagnostics, { quiet: hasFlag(args, "quiet") });
  return exitCodeOf(diagnostics);
}

async function callerInputs(io: Io, args: Arguments): Promise<readonly Input[]> {
  return readInputs(io, args.positionals, callerSources(io, args));
}

async function fixedInputs(io: Io, args: Arguments, fixes: Diagnostic[]): Promise<readonly Input[]> {
  const { fixInputs } = await import("../fix/fix-inputs.ts");
  const [flag] = callerSources(io, args).chartFlags ?? [];
  if (flag !== undefined)
    throw new UsageError(
      `Flag ${flag} cannot be combined with --fix: it renders no chart`,
      "Leave one of them out",
    );
  const { inputs, diagnostics } = await fixInputs(io, args.positionals);
  fixes.push(...diagnostics);
  return inputs;
}
