import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { applyTemplate } from "../../src/emit/apply-template.ts";
import { openTemplateEngine } from "../../src/emit/template-engine.ts";
import { SecretDraft } from "../../src/emit/secret-draft.ts";
import { Sensitive } from "../../src/ground/sensitive.ts";
import type { SecretPlan } from "../../src/plan/render-plan.ts";

type Bytes = string | { readonly b64: string };

/** A recorded case: one template of spec.target.template with what the operator's engine made of it. */
interface Case {
  readonly name: string;
  readonly data: Readonly<Record<string, Bytes>>;
  readonly template: Readonly<Record<string, string>>;
  readonly metadata?: unknown;
  readonly want?: Readonly<Record<string, Bytes>>;
  readonly error?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface TemplateReport {
  readonly total: number;
  readonly failures: readonly string[];
}

/** What random functions draw on: no recorded result depends on it. */
const SEED = { key: new Uint8Array(32).fill(42), time: Date.UTC(2026, 0, 1) };

const ENGINE = await openTemplateEngine({ seed: SEED });

const DIRECTORY = resolve(import.meta.dirname, "../../fixtures/conformance");

/** Names of the recorded files about templates. */
export function templateFiles(): string[] {
  return readdirSync(DIRECTORY).filter((name) => /^template-.*\.json$/.test(name));
}

/** Runs every case of a file through the code that applies templates. */
export function runTemplateFile(file: string): TemplateReport {
  const cases = JSON.parse(readFileSync(join(DIRECTORY, file), "utf8")) as Case[];
  const failures = cases.flatMap((recorded) => {
    const why = failureOf(recorded);
    return why === undefined ? [] : [`${recorded.name}: ${why}`];
  });
  return { total: cases.length, failures };
}

function failureOf(recorded: Case): string | undefined {
  const draft = new SecretDraft({
    data: new Map(),
    labels: new Map(),
    annotations: new Map(),
    rendered: new Set(),
    renderedKeys: new Map(),
  });
  const data = new Map(
    Object.entries(recorded.data).map(([key, value]) => [key, new Sensitive(toBytes(value))]),
  );
  const diagnostics = applyTemplate({
    plan: planOf(recorded),
    data,
    draft,
    sources: () => undefined,
    templates: ENGINE.templates,
  });
  if (recorded.error !== undefined) return diagnostics.length > 0 ? undefined : "expected a refusal";
  if (diagnostics.length > 0) return diagnostics.map(({ message }) => message).join("; ");
  const actual = [printData(draft), [...draft.labels], [...draft.annotations]].map(sorted);
  const wanted = [
    Object.entries(recorded.want ?? {}).map(([key, value]) => [
      key,
      Buffer.from(toBytes(value)).toString("base64"),
    ]),
    Object.entries(recorded.labels ?? {}),
    Object.entries(recorded.annotations ?? {}),
  ].map(sorted);
  return JSON.stringify(actual) === JSON.stringify(wanted)
    ? undefined
    : `${JSON.stringify(actual)} is not ${JSON.stringify(wanted)}`;
}

function planOf({ template, metadata }: Case): SecretPlan {
  const target = { template: { engineVersion: "v2", mergePolicy: "Replace", data: template, metadata } };
  return {
    externalSecret: { metadata: { name: "app" }, spec: { target } },
    located: { at: () => ({}) },
    namespace: "default",
    targetName: "app",
    steps: [],
    complete: true,
  } as unknown as SecretPlan;
}

function printData({ data }: SecretDraft): (readonly [string, string])[] {
  return [...data].map(([key, value]) => [key, Buffer.from(value.reveal()).toString("base64")]);
}

function sorted(entries: readonly (readonly string[])[]): unknown {
  return entries.toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1));
}

function toBytes(value: Bytes): Uint8Array {
  return typeof value === "string" ? new TextEncoder().encode(value) : Buffer.from(value.b64, "base64");
}

if (import.meta.main) {
  const [only, verbose] = process.argv.slice(2);
  const sum = { total: 0, passed: 0 };
  for (const file of templateFiles().filter((name) => only === undefined || name.includes(only))) {
    const { total, failures } = runTemplateFile(file);
    console.log(`${file}: ${total - failures.length}/${total}`);
    const shown = verbose === undefined ? [] : failures;
    for (const failure of shown) console.log(`  ${failure.slice(0, 400)}`);
    if (failures.length > 0) process.exitCode = 1;
    sum.total += total;
    sum.passed += total - failures.length;
  }
  console.log(`Templates: ${sum.passed} of ${sum.total} cases agree`);
}
