import { exitCodeOf } from "../../ground/exit-code.ts";
import type { SecretPlan, Step } from "../../plan/render-plan.ts";
import { printFieldPath } from "../../ground/field-path.ts";
import { planInputs } from "../../render.ts";
import type { Arguments } from "../command.ts";
import { hasFlag, stringFlag } from "../command.ts";
import type { Io } from "../io.ts";
import { writeText } from "../io.ts";
import { pipelineOptions } from "../pipeline-options.ts";
import { formatFlag } from "../report/format.ts";
import { planOrProblem, printResults } from "../report/results.ts";
import { reportDiagnostics } from "../report/stderr.ts";
import { readInputs } from "../source.ts";
import { callerSources } from "../source/caller-sources.ts";

/** One thing that an entry of an ExternalSecret needs. */
interface PlannedRead {
  readonly field: string;
  readonly store?: string;
  readonly key?: string;
  readonly version?: string;
  readonly property?: string;
  readonly find?: unknown;
  readonly generator?: string;
}

/** `presecret plan`: what would be read from which store, for which Secret. No store is asked. */
export async function runPlan(io: Io, args: Arguments): Promise<number> {
  const format = formatFlag(args);
  const planned = await planOrProblem(async () =>
    planInputs(await readInputs(io, args.positionals, callerSources(io, args)), pipelineOptions(io, args)),
  );
  if (format === "sarif") writeText(io.stdout, await printResults(planned.diagnostics, format, "plan"));
  else reportDiagnostics(io, planned.diagnostics, { quiet: hasFlag(args, "quiet") });
  const errors = planned.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0 || !("plan" in planned)) return exitCodeOf(errors.map(({ code }) => code));
  if (format === "sarif") return 0;
  const provider = stringFlag(args, "policy");
  if (provider !== undefined) {
    const { printPolicy } = await import("../report/policy/print-policy.ts");
    writeText(io.stdout, printPolicy(planned.plan, provider));
    return 0;
  }
  const secrets = planned.plan.secrets.map(toJson);
  writeText(
    io.stdout,
    format === "json" ? `${JSON.stringify({ secrets }, undefined, 2)}\n` : secrets.map(toText).join(""),
  );
  return 0;
}

interface PlannedSecret {
  readonly externalSecret: string;
  readonly secret: string;
  readonly refreshInterval: string | undefined;
  readonly reads: readonly PlannedRead[];
}

function toJson({ externalSecret, namespace, targetName, steps }: SecretPlan): PlannedSecret {
  return {
    externalSecret: `${namespace}/${externalSecret.metadata.name}`,
    secret: `${namespace}/${targetName}`,
    refreshInterval: externalSecret.spec.refreshInterval,
    reads: steps.map(toRead),
  };
}

function toRead(step: Step): PlannedRead {
  const field = printFieldPath(step.path);
  if (step.kind === "generator") return { field, generator: step.generatorKind };
  const { kind, metadata } = step.store.store;
  const store = `${kind} ${metadata.name}`;
  if (step.kind === "find") return { field, store, find: step.find };
  const { key, property, version } = step.kind === "data" ? step.data.remoteRef : step.extract;
  return {
    field,
    store,
    key,
    ...(version === undefined ? {} : { version }),
    ...(property === undefined ? {} : { property }),
  };
}

/** The interval is shown since it has no effect here: a render reads once. */
function toText({ externalSecret, secret, reads }: PlannedSecret): string {
  const lines = reads.map((read) => `  ${read.field}: ${describe(read)}`);
  return [
    `Secret ${secret} from ExternalSecret ${externalSecret} (its refresh settings have no effect in a render)`,
    ...lines,
    "",
  ].join("\n");
}

function describe({ store = "", key, version, property, find, generator }: PlannedRead): string {
  if (generator !== undefined) return `generator ${generator}`;
  if (key === undefined) return `find ${JSON.stringify(find)} in ${store}`;
  const suffix = `${version === undefined ? "" : `, version "${version}"`}${property === undefined ? "" : `, property "${property}"`}`;
  return `"${key}"${suffix} from ${store}`;
}
