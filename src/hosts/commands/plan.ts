import { exitCodeOf } from "../../ground/exit-code.ts";
import type { ReadRequest } from "../../eso/read-request.ts";
import type { RenderPlan, SecretPlan, Step } from "../../plan/render-plan.ts";
import type { PlannedRequest } from "../../plan/requests.ts";
import { distinctRequests } from "../../plan/requests.ts";
import { printFieldPath } from "../../ground/field-path.ts";
import { planInputs } from "../../render.ts";
import type { Arguments } from "../command.ts";
import { hasFlag, stringFlag, UsageError } from "../command.ts";
import type { Io } from "../io.ts";
import { writeText } from "../io.ts";
import { pipelineOptions } from "../pipeline-options.ts";
import type { Format } from "../report/format.ts";
import { formatFlag } from "../report/format.ts";
import type { PolicyPrinter } from "../report/policy/print-policy.ts";
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
  const printPolicy = await policyFlag(args, format);
  const planned = await planOrProblem(async () =>
    planInputs(await readInputs(io, args.positionals, callerSources(io, args)), pipelineOptions(io, args)),
  );
  if (format === "sarif") writeText(io.stdout, await printResults(planned.diagnostics, format, "plan"));
  else reportDiagnostics(io, planned.diagnostics, { quiet: hasFlag(args, "quiet") });
  const errors = planned.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0 || !("plan" in planned)) return exitCodeOf(errors.map(({ code }) => code));
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
  const secrets = plan.secrets.map(toJson);
  const requests = distinctRequests(plan).map(requestToJson);
  if (format === "json") return `${JSON.stringify({ secrets, requests }, undefined, 2)}\n`;
  return [...secrets.map(toText), requestsToText(requests)].join("");
}

interface PlannedSecret {
  readonly externalSecret: string;
  readonly secret: string;
  /** Fields that say when the operator reads again: a render reads once. */
  readonly withoutEffect: Readonly<Record<string, unknown>>;
  readonly reads: readonly PlannedRead[];
}

function toJson(plan: SecretPlan): PlannedSecret {
  const { refreshInterval, refreshPolicy, syncWindows } = plan.externalSecret.spec;
  return {
    externalSecret: nameOf(plan),
    secret: `${plan.namespace}/${plan.targetName}`,
    withoutEffect: withoutUndefined({ refreshInterval, refreshPolicy, syncWindows }),
    reads: plan.steps.map(toRead),
  };
}

function nameOf({ namespace, externalSecret }: SecretPlan): string {
  return `${namespace}/${externalSecret.metadata.name}`;
}

function withoutUndefined(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** What a store is asked, once however many entries need it. */
interface JsonRequest {
  readonly store: string;
  /** Namespace in which the store's own references are looked up. */
  readonly namespace: string;
  readonly resourceId?: string;
  readonly version?: string;
  readonly what?: string;
  readonly find?: unknown;
  readonly neededBy: readonly { readonly externalSecret: string; readonly field: string }[];
}

function requestToJson({ store, asked, neededBy }: PlannedRequest): JsonRequest {
  const { kind, metadata } = store.store;
  return {
    store: `${kind} ${metadata.name}`,
    namespace: store.namespace,
    ...("find" in asked ? { find: asked.find } : readToJson(asked.read)),
    neededBy: neededBy.map(({ plan, path }) => ({
      externalSecret: nameOf(plan),
      field: printFieldPath(path),
    })),
  };
}

function readToJson({
  resourceId,
  version,
  what,
}: ReadRequest): Pick<JsonRequest, "resourceId" | "version" | "what"> {
  return { resourceId, ...(version === "" ? {} : { version }), what };
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

function toText({ externalSecret, secret, withoutEffect, reads }: PlannedSecret): string {
  const idle = Object.entries(withoutEffect).map(([field, value]) =>
    typeof value === "string" ? `${field} ${value}` : field,
  );
  const note = idle.length === 0 ? "" : ` (no effect in a render: ${idle.join(", ")})`;
  const lines = reads.map((read) => `  ${read.field}: ${describe(read)}`);
  return [`Secret ${secret} from ExternalSecret ${externalSecret}${note}`, ...lines, ""].join("\n");
}

function requestsToText(requests: readonly JsonRequest[]): string {
  const lines = requests.map(
    (request) =>
      `  ${describeRequest(request)}, for ${request.neededBy.map(({ externalSecret, field }) => `${externalSecret} ${field}`).join(", ")}`,
  );
  return lines.length === 0 ? "" : ["Requests, each asked once", ...lines, ""].join("\n");
}

function describeRequest({ store, namespace, resourceId, version, what, find }: JsonRequest): string {
  const suffix = version === undefined ? "" : `, version "${version}"`;
  const asked = find === undefined ? `${what} of "${resourceId}"${suffix}` : `find ${JSON.stringify(find)}`;
  return `${store} in ${namespace}: ${asked}`;
}

function describe({ store = "", key, version, property, find, generator }: PlannedRead): string {
  if (generator !== undefined) return `generator ${generator}`;
  if (key === undefined) return `find ${JSON.stringify(find)} in ${store}`;
  const suffix = `${version === undefined ? "" : `, version "${version}"`}${property === undefined ? "" : `, property "${property}"`}`;
  return `"${key}"${suffix} from ${store}`;
}
