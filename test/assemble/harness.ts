import type { Find, RemoteRef, Rewrite } from "../../src/eso/external-secret.ts";
import type { ExternalSecret } from "../../src/eso/external-secret.ts";
import { LIMITS } from "../../src/ground/limits.ts";
import { WorkBudget } from "../../src/ground/work-budget.ts";
import type { Answer, RawSecret } from "../../src/eso/read-request.ts";
import type { FakeProviderData } from "../../src/eso/stores/fake.ts";
import { generate } from "../../src/generators/generator.ts";
import { fromGoString, goStringOfBytes } from "../../src/go/bytes.ts";
import type { Diagnostic } from "../../src/ground/diagnostic.ts";
import { whereOf } from "../../src/ground/diagnostic.ts";
import type { SecretData } from "../../src/ground/sensitive.ts";
import type { Parsed } from "../../src/manifest/manifest.ts";
import type { PlannedStore, SecretPlan, Step } from "../../src/plan/render-plan.ts";
import { addressFake } from "../../src/providers/fake/address.ts";
import { openFakeClient } from "../../src/providers/fake/client.ts";
import type { Assembled } from "../../src/assemble/assemble.ts";
import type { Answers } from "../../src/fetch/fetch.ts";
import { assemble } from "../../src/assemble/assemble.ts";
import type { Transform } from "../../src/assemble/rewrite.ts";
import { openTemplateEngine } from "../../src/emit/template-engine.ts";

/** One entry of an ExternalSecret, as short as a table wants it. */
export type Entry =
  | { readonly secretKey: string; readonly remoteRef: RemoteRef }
  | { readonly extract: RemoteRef; readonly rewrite?: readonly Rewrite[] }
  | { readonly find: Find; readonly rewrite?: readonly Rewrite[] }
  | { readonly fake: Readonly<Record<string, string>>; readonly rewrite?: readonly Rewrite[] };

export interface Setup {
  readonly secrets?: Readonly<Record<string, string>>;
  readonly deletionPolicy?: "Retain" | "Delete" | "Merge";
  readonly transform?: Transform;
  /** What the expressions of rewrites may take; the limit of a run if undefined. */
  readonly rewriteWork?: number;
  /** Bytes that look-ups of properties may take together. */
  readonly propertyWork?: number;
  /** The order in which the answers come. */
  readonly reversed?: boolean;
}

const ENGINE = await openTemplateEngine({});

const STORE: PlannedStore = {
  namespace: "default",
  origin: "stream",
  located: undefined,
  store: {
    apiVersion: "external-secrets.io/v1",
    kind: "SecretStore",
    metadata: { name: "store" },
    spec: { provider: { fake: {} } },
  },
};

/** Runs entries against a fake store, the whole way but for the reading of manifests. */
export async function assembleEntries(entries: readonly Entry[], setup: Setup = {}): Promise<Assembled> {
  const steps = entries.map(stepOf);
  const data = Object.entries(setup.secrets ?? {}).map(([key, value]) => ({ key, value }));
  return assemble(planOf(entries, steps, setup), await answersTo(steps, data, setup), {
    transform: setup.transform ?? ENGINE.transform,
    budget: new WorkBudget(setup.rewriteWork ?? LIMITS.rewriteWork),
  });
}

/** The keys and values as text; undefined where there was an error. */
export function texts(assembled: Assembled): Record<string, string> | undefined {
  if (assembled.data === undefined) return undefined;
  return Object.fromEntries(
    [...assembled.data].map(([key, value]) => [key, fromGoString(goStringOfBytes(value.reveal()))]),
  );
}

/** Each finding as `severity field: message [CODE]`. */
export function findings({ diagnostics }: Assembled): string[] {
  return diagnostics.map(printFinding);
}

function printFinding({ severity, field, message, code }: Diagnostic): string {
  return `${severity} ${field?.path ?? ""}: ${message} [${code}]`;
}

function stepOf(entry: Entry, index: number): Step {
  if ("secretKey" in entry) {
    const request = addressFake(entry.remoteRef);
    return { kind: "data", path: ["spec", "data", index], store: STORE, request, data: entry };
  }
  const common = { path: ["spec", "dataFrom", index], rewrite: entry.rewrite ?? [] };
  if ("extract" in entry) {
    const request = addressFake(entry.extract);
    return { kind: "extract", ...common, store: STORE, request, extract: entry.extract };
  }
  if ("find" in entry) return { kind: "find", ...common, store: STORE, find: entry.find };
  return { kind: "generator", ...common, generatorKind: "Fake", spec: { data: entry.fake } };
}

function planOf(entries: readonly Entry[], steps: readonly Step[], setup: Setup): SecretPlan {
  const externalSecret: ExternalSecret = {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name: "app" },
    spec: {
      target: { creationPolicy: "Owner", deletionPolicy: setup.deletionPolicy ?? "Retain" },
      data: entries.filter((entry) => "secretKey" in entry),
    },
  };
  const ref = { apiVersion: "external-secrets.io/v1", kind: "ExternalSecret", name: "app" };
  const manifest: Parsed = {
    kind: "parsed",
    ref,
    object: {},
    text: undefined,
    source: { path: "-", index: 0, line: 1 },
    isListItem: true,
    print: () => "",
    at: (path) => whereOf(ref, path),
  };
  const identity = { externalSecret, manifest, located: manifest, namespace: "default", targetName: "app" };
  return { ...identity, steps, complete: true };
}

async function answersTo(
  steps: readonly Step[],
  data: readonly FakeProviderData[],
  { reversed = false, propertyWork }: Setup,
): Promise<Answers> {
  const client = openFakeClient({ data });
  const secrets = new Map<Step, Answer<RawSecret>>();
  const maps = new Map<Step, Answer<SecretData>>();
  for (const step of reversed ? steps.toReversed() : steps) {
    if (step.kind === "find") maps.set(step, await client.find(step.find, () => undefined));
    else if (step.kind === "generator") maps.set(step, generate(step.generatorKind, step.spec));
    else {
      const answer = (await client.read([step.request])).get(step.request);
      if (answer !== undefined) secrets.set(step, answer);
    }
  }
  return {
    secrets,
    maps,
    propertyBudget: new WorkBudget(propertyWork ?? LIMITS.propertyWork),
    diagnostics: [],
  };
}
