import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { cli } from "../../cli.ts";
import type { Case, FileReport } from "../../conformance.ts";
import { failureOf } from "../../conformance.ts";
import type { AwsCall, AwsFault, AwsProxy } from "../../servers/aws-proxy.ts";
import { startAwsProxy } from "../../servers/aws-proxy.ts";
import { startMoto } from "../../servers/moto.ts";
import { SKIPPED } from "./conformance-skips.ts";
import type { SeedStep } from "./seed.ts";
import { seed } from "./seed.ts";

interface ServerCase extends Case {
  readonly env?: Readonly<Record<string, string>>;
  readonly calls: readonly string[];
  readonly sts?: readonly Readonly<Record<string, unknown>>[];
}

interface ServerFile {
  readonly faults: readonly AwsFault[];
  readonly seed: readonly SeedStep[];
  readonly cases: readonly ServerCase[];
}

/** What the SDK's own chain finds in this process: nothing. */
Object.assign(process.env, {
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: "/nonexistent",
  AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
});

const FILE = resolve(import.meta.dirname, "../../../fixtures/conformance/server-aws.json");

/** Runs the recorded cases of AWS through the command line's code, against moto behind a proxy with their faults. */
export async function runServerCases(only = ""): Promise<FileReport> {
  const file = JSON.parse(readFileSync(FILE, "utf8")) as ServerFile;
  const moto = await startMoto();
  const proxy = await startAwsProxy(moto.url);
  try {
    proxy.faults = file.faults;
    const placeholders = new Map([...(await seed(moto.url, file.seed)), ["AWS_ENDPOINT", proxy.url]]);
    const cases = file.cases.filter(({ name }) => name.includes(only));
    return await runAll(cases, placeholders, proxy);
  } finally {
    await proxy.stop();
    await moto.stop();
  }
}

async function runAll(
  cases: readonly ServerCase[],
  placeholders: ReadonlyMap<string, string>,
  proxy: AwsProxy,
): Promise<FileReport> {
  const failures: { name: string; why: string }[] = [];
  const needless: string[] = [];
  let skipped = 0;
  for (const recorded of cases) {
    proxy.restart();
    const why = await whyNot(recorded, placeholders, proxy);
    if (!SKIPPED.has(recorded.name)) {
      if (why !== undefined) failures.push({ name: recorded.name, why });
    } else if (why === undefined) needless.push(recorded.name);
    else skipped++;
  }
  const passed = cases.length - failures.length - skipped;
  return { file: "server-aws.json", total: cases.length, passed, skipped, failures, needless };
}

async function whyNot(
  recorded: ServerCase,
  placeholders: ReadonlyMap<string, string>,
  proxy: AwsProxy,
): Promise<string | undefined> {
  const env = { ...endpoints(proxy.url), ...recorded.env };
  const why = await failureOf(recorded, async (manifests) =>
    cli(["render", "-", "--allow-empty", "--ambient"], { stdin: filled(manifests, placeholders), env }),
  );
  return why ?? tooManyCalls(recorded, proxy.calls) ?? otherRoles(recorded, proxy.calls);
}

function endpoints(url: string): Readonly<Record<string, string>> {
  return { AWS_SECRETSMANAGER_ENDPOINT: url, AWS_SSM_ENDPOINT: url, AWS_STS_ENDPOINT: url };
}

function filled(manifests: string, placeholders: ReadonlyMap<string, string>): string {
  return manifests.replaceAll(/\$\{(\w+)\}/g, (text, name: string) => placeholders.get(name) ?? text);
}

/**
 * The operator stops at the first error, and we find all; moto fails a whole batch for one secret in it, so that
 * batches come on top. A request that is sent again because its connection broke is one request.
 */
function tooManyCalls({ calls, results }: ServerCase, ours: readonly AwsCall[]): string | undefined {
  const isComplete = results?.every(({ reason }) => reason === "SecretSynced") === true;
  const single = ours.filter(({ action }) => action !== "BatchGetSecretValue" && action !== "GetParameters");
  const distinct = new Set(single.map(({ action, body }) => `${action} ${body}`));
  if (!isComplete || distinct.size <= calls.length) return undefined;
  return `expected at most ${calls.join(", ")}; got ${ours.map(({ action }) => action).join(", ")}`;
}

/** The roles that are assumed, each once, with what is sent along. */
function otherRoles({ sts }: ServerCase, ours: readonly AwsCall[]): string | undefined {
  if (sts === undefined) return undefined;
  const wanted = new Set(sts.map((call) => JSON.stringify(roleOf(call))));
  const found = new Set(
    ours.filter(({ action }) => action === "AssumeRole").map((call) => JSON.stringify(roleOf(sent(call)))),
  );
  const [one, two] = [[...wanted].join(), [...found].join()];
  return one === two ? undefined : `expected to assume ${one}, got ${two}`;
}

function roleOf(call: Readonly<Record<string, unknown>>): unknown {
  const { region, DurationSeconds, ExternalId, RoleArn, Tags, TransitiveTagKeys = [] } = call;
  return [region, DurationSeconds, ExternalId, RoleArn, Tags === "" ? {} : (Tags ?? {}), TransitiveTagKeys];
}

function sent({ body, region }: AwsCall): Readonly<Record<string, unknown>> {
  const form = new URLSearchParams(body);
  const numbered = (name: string): string[] =>
    [...form].filter(([key]) => new RegExp(name).test(key)).map(([, value]) => value);
  const keys = numbered(String.raw`^Tags\.member\.\d+\.Key$`);
  const values = numbered(String.raw`^Tags\.member\.\d+\.Value$`);
  return {
    region,
    DurationSeconds: form.get("DurationSeconds"),
    ExternalId: form.get("ExternalId") ?? undefined,
    RoleArn: form.get("RoleArn"),
    Tags: Object.fromEntries(keys.map((key, index) => [key, values[index]])),
    TransitiveTagKeys: numbered(String.raw`^TransitiveTagKeys\.member\.\d+$`),
  };
}

if (import.meta.main) {
  const { total, passed, skipped, failures, needless } = await runServerCases(process.argv[2]);
  console.log(`server-aws.json: ${passed}/${total} (${skipped} skipped)`);
  for (const { name, why } of failures) console.log(`  ${name}\n    ${why}`);
  for (const name of needless) console.log(`  passes, and stands in the skip list: ${name}`);
  if (failures.length + needless.length > 0) process.exitCode = 1;
}
