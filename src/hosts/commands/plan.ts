import { hasErrors } from "../../ground/diagnostic.ts";
import { exitCodeOf } from "../../ground/exit-code.ts";
import type { RenderPlan } from "../../plan/render-plan.ts";
import { planInputs } from "../../render.ts";
import type { Arguments } from "../command.ts";
import { hasFlag, stringFlag, UsageError } from "../command.ts";
import type { Io } from "../io.ts";
import { writeText } from "../io.ts";
import { pipelineOptions } from "../pipeline-options.ts";
import type { Format } from "../report/format.ts";
import { formatFlag } from "../report/format.ts";
import { listPlan } from "../report/plan-listing.ts";
import { planText } from "../report/plan-text.ts";
import type { PolicyPrinter } from "../report/policy/print-policy.ts";
import { planOrProblem, printResults } from "../report/results.ts";
import { reportDiagnostics } from "../report/stderr.ts";
import { readInputs } from "../source.ts";
import { callerSources } from "../source/caller-sources.ts";

/** `presecret plan`: what would be read from which store, for which Secret. No store is asked. */
export async function runPlan(io: Io, args: Arguments): Promise<number> {
  const format = formatFlag(args);
  const printPolicy = await policyFlag(args, format);
  const planned = await planOrProblem(async () =>
    planInputs(await readInputs(io, args.positionals, callerSources(io, args)), pipelineOptions(io, args)),
  );
  if (format === "sarif") writeText(io.stdout, await printResults(planned.diagnostics, format, "plan"));
  else reportDiagnostics(io, planned.diagnostics, { quiet: hasFlag(args, "quiet") });
  if (!("plan" in planned) || hasErrors(planned.diagnostics)) return exitCodeOf(planned.diagnostics);
  if (format === "sarif") return 0;
  writeText(io.stdout, printPolicy?.(planned.plan) ?? printPlan(planned.plan, format));
  return 0;
}

/** What prints the policy that --policy asks for. Throws UsageError where there is none, or -f asks for something else. */
async function policyFlag(args: Arguments, format: Format): Promise<PolicyPrinter | undefined> {
  const provider = stringFlag(args, "policy");
  if (provider === undefined) return undefined;
  if (format !== "text")
    throw new UsageError(
      `Flag --policy cannot be combined with --format ${format}: a policy has the format of its provider`,
      "Leave one of them out",
    );
  return (await import("../report/policy/print-policy.ts")).policyPrinter(provider);
}

function printPlan(plan: RenderPlan, format: "text" | "json"): string {
  const listing = listPlan(plan);
  return format === "json" ? `${JSON.stringify(listing, undefined, 2)}\n` : planText(listing);
}
