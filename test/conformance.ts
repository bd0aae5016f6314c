import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { parseAllDocuments } from "yaml";

import type { CliResult } from "./cli.ts";
import { cli } from "./cli.ts";
import { DECISIONS, SKIPPED } from "./conformance-skips.ts";

/** A recorded case: manifests, and what the operator made of them. */
export interface Case {
  readonly name: string;
  readonly manifests: string;
  readonly results?: readonly Result[] | null;
  readonly rejected?: readonly unknown[] | null;
  /** The operator broke down, and nothing came of it. */
  readonly panic?: string;
}

export interface Result {
  readonly externalSecret: string;
  readonly secret: RecordedSecret | null;
  readonly reason?: string;
  readonly message?: string;
  readonly error?: string;
}

interface RecordedSecret {
  readonly name: string;
  readonly namespace: string;
  readonly data?: Readonly<Record<string, string | null>>;
  readonly type?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly immutable?: boolean;
  readonly finalizers?: readonly string[];
}

export interface FileReport {
  readonly file: string;
  readonly total: number;
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly { readonly name: string; readonly why: string }[];
  /** Skipped cases that would pass: their entry in the list is to go. */
  readonly needless: readonly string[];
}

const DIRECTORY = resolve(import.meta.dirname, "../fixtures/conformance");

/** Names of the recorded files about whole manifests. */
export function manifestFiles(): string[] {
  return readdirSync(DIRECTORY).filter((name) => /^manifest-.*\.json$/.test(name));
}

/** Runs every case of a file through the command line's code. */
export async function runFile(file: string): Promise<FileReport> {
  const cases = JSON.parse(readFileSync(join(DIRECTORY, file), "utf8")) as Case[];
  const failures: { name: string; why: string }[] = [];
  const needless: string[] = [];
  let skipped = 0;
  for (const recorded of cases) {
    const why = await failureOf(recorded);
    if (!SKIPPED.has(recorded.name)) {
      if (why !== undefined) failures.push({ name: recorded.name, why });
    } else if (why === undefined) needless.push(recorded.name);
    else skipped++;
  }
  const passed = cases.length - failures.length - skipped;
  return { file, total: cases.length, passed, skipped, failures, needless };
}

async function renderStream(manifests: string): Promise<CliResult> {
  return cli(["render", "-", "--allow-empty"], { stdin: manifests });
}

/** Why our result is not the recorded one; undefined where it is. */
export async function failureOf(
  recorded: Case,
  run: (manifests: string) => Promise<CliResult> = renderStream,
): Promise<string | undefined> {
  const { exit, stdout, stderr } = await run(recorded.manifests);
  const results = recorded.results ?? [];
  const refused =
    recorded.panic !== undefined || (recorded.rejected ?? []).length > 0 || results.some(isRefused);
  if (refused) return exit === 0 ? "expected a refusal" : undefined;
  if (exit !== 0) return `expected Secrets, got exit ${exit}: ${stderr}`;
  return differenceOf(results, secretsIn(stdout));
}

/** What the operator reports and goes on, and a render refuses as a whole (see DECISIONS). */
function isRefused({ error, reason = "", message = "", secret }: Result): boolean {
  if (error !== undefined || reason === "SecretSyncedError") return true;
  return (
    secret === null &&
    DECISIONS.some(({ reason: decided, message: text }) => decided === reason && message.includes(text))
  );
}

function differenceOf(recorded: readonly Result[], actual: ReadonlyMap<string, unknown>): string | undefined {
  const results = [
    ...new Map(
      recorded.map((result) => [
        result.secret === null ? result : `${result.secret.namespace}/${result.secret.name}`,
        result,
      ]),
    ).values(),
  ];
  for (const { secret } of results) {
    if (secret === null) continue;
    const wanted = JSON.stringify(normalized(secret));
    const found = JSON.stringify(actual.get(`${secret.namespace}/${secret.name}`));
    if (wanted !== found) return `expected ${wanted}, got ${found}`;
  }
  for (const { secret, externalSecret, reason } of results) {
    if (secret === null && reason !== "Skipped" && actual.has(externalSecret))
      return `${externalSecret}: expected no Secret`;
  }
  return undefined;
}

function secretsIn(stdout: string): Map<string, unknown> {
  const secrets = new Map<string, unknown>();
  for (const document of parseAllDocuments(stdout)) {
    const object = document.toJS() as
      | ({ kind?: string; metadata: Partial<RecordedSecret> } & Record<string, unknown>)
      | null;
    if (object === null || object.kind !== "Secret") continue;
    const { name = "", namespace = "default" } = object.metadata;
    const stringData = Object.entries((object["stringData"] ?? {}) as Record<string, string>);
    const data = {
      ...(object["data"] as Record<string, string> | undefined),
      ...Object.fromEntries(stringData.map(([key, value]) => [key, Buffer.from(value).toString("base64")])),
    };
    secrets.set(`${namespace}/${name}`, normalized({ ...object, ...object.metadata, name, namespace, data }));
  }
  return secrets;
}

function normalized(secret: RecordedSecret): unknown {
  return {
    name: secret.name,
    namespace: secret.namespace,
    type: secret.type ?? "Opaque",
    immutable: secret.immutable ?? false,
    finalizers: secret.finalizers ?? [],
    labels: sorted(secret.labels),
    annotations: sorted(secret.annotations),
    data: sorted(secret.data),
  };
}

function sorted(map: Readonly<Record<string, string | null>> = {}): unknown {
  return Object.entries(map)
    .map(([key, value]) => [key, value ?? ""])
    .toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1));
}

if (import.meta.main) {
  const [only, verbose] = process.argv.slice(2);
  const sum = { total: 0, passed: 0, skipped: 0 };
  for (const file of manifestFiles().filter((name) => only === undefined || name.includes(only))) {
    const { total, passed, skipped, failures, needless } = await runFile(file);
    console.log(`${file}: ${passed}/${total}${skipped === 0 ? "" : ` (${skipped} skipped)`}`);
    for (const { name, why } of verbose === undefined ? [] : failures) console.log(`  ${name}\n    ${why}`);
    for (const name of needless) console.log(`  passes, and stands in the skip list: ${name}`);
    if (failures.length > 0 || needless.length > 0) process.exitCode = 1;
    sum.total += total;
    sum.passed += passed;
    sum.skipped += skipped;
  }
  console.log(`Manifests: ${sum.passed} of ${sum.total} cases agree, ${sum.skipped} are skipped by name`);
}
