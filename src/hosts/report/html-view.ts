import type { Diagnostic } from "../../ground/diagnostic.ts";
import { printResourceRef } from "../../ground/diagnostic.ts";
import type { ExternalSecretReport, ReadReport } from "./external-secret-report.ts";
import type { Picture } from "./picture.ts";
import { drawPicture } from "./picture.ts";
import type { RunReport } from "./run-report.ts";
import type { StoreReport } from "./store-report.ts";

/** A report in the words of its page: nothing is left to be decided. */
export interface HtmlView {
  readonly title: string;
  readonly isFailed: boolean;
  readonly facts: readonly Fact[];
  readonly totals: readonly Fact[];
  readonly problems: readonly ProblemView[];
  readonly picture: Picture | undefined;
  readonly externalSecrets: readonly ExternalSecretView[];
  readonly stores: readonly StoreView[];
  readonly version: string;
}

interface Fact {
  readonly name: string;
  readonly value: string;
}

interface ProblemView {
  readonly severity: string;
  readonly code: string;
  readonly place: string;
  readonly message: string;
  readonly hint: string;
}

interface ExternalSecretView {
  readonly name: string;
  readonly secret: string;
  readonly place: string;
  readonly outcome: string;
  readonly time: string;
  readonly reads: readonly ReadView[];
  readonly templates: readonly { readonly field: string; readonly text: string }[];
  readonly keys: ExternalSecretReport["keys"];
  /** All that a filter looks through. */
  readonly words: string;
}

interface ReadView {
  readonly field: string;
  readonly what: string;
  readonly store: string;
  readonly outcome: string;
  readonly detail: string;
}

interface StoreView {
  readonly store: string;
  readonly provider: string;
  readonly identities: string;
  readonly counts: readonly Fact[];
}

/** Puts a report into words. */
export function htmlView(report: RunReport): HtmlView {
  const { tool, totals, exitCode, diagnostics, externalSecrets, stores } = report;
  return {
    title: titleOf(report),
    isFailed: exitCode !== 0,
    facts: factsOf(report),
    totals: [
      { name: "ExternalSecrets", value: String(totals.externalSecrets) },
      { name: "Secrets written", value: String(totals.secretsWritten) },
      { name: "reads", value: String(totals.reads) },
      { name: "cache hits", value: String(totals.cacheHits) },
      { name: "calls", value: String(totals.calls) },
      { name: "retries", value: String(totals.retries) },
      { name: "errors", value: String(totals.errors) },
      { name: "warnings", value: String(totals.warnings) },
    ],
    problems: diagnostics.map(problemView),
    picture: drawPicture(externalSecrets),
    externalSecrets: externalSecrets.map(externalSecretView),
    stores: stores.map(storeView),
    version: tool.version,
  };
}

function titleOf({ exitCode, totals }: RunReport): string {
  if (exitCode === 0)
    return `Rendered ${counted(totals.secretsWritten, "Secret")} from ${counted(totals.externalSecrets, "ExternalSecret")}`;
  return `Nothing was rendered: ${counted(totals.errors, "error")}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function factsOf({ command, caller, startedAt, milliseconds, exitCode }: RunReport): Fact[] {
  return [
    { name: "command", value: `presecret ${command}` },
    ...Object.entries(caller).map(([name, value]: [string, string]) => ({ name, value })),
    { name: "started", value: startedAt },
    { name: "took", value: time(milliseconds) },
    { name: "exit code", value: String(exitCode) },
  ];
}

function problemView({ severity, code, message, hint = "", ...where }: Diagnostic): ProblemView {
  const { file, resourceRef, field } = where;
  const place = [
    file === undefined ? "" : placeOf(file.path, file.line),
    resourceRef === undefined ? "" : printResourceRef(resourceRef),
    field?.path ?? "",
  ].filter((part) => part !== "");
  return { severity, code, place: place.join(" · "), message, hint };
}

function placeOf(path: string, line: number | undefined): string {
  return line === undefined ? path : `${path}:${line}`;
}

function externalSecretView(report: ExternalSecretReport): ExternalSecretView {
  const { namespace, name, file, secret, outcome, reads, templates, keys, milliseconds } = report;
  const title = namespace === "" ? name : `${namespace}/${name}`;
  const place = placeOf(file.path, file.line);
  const texts = [title, secret, place, outcome, ...keys.map(({ key }) => key)];
  return {
    name: title,
    secret,
    place,
    outcome,
    time: reads.length === 0 ? "" : time(milliseconds),
    reads: reads.map(readView),
    templates: templates.map(({ field, inputs, functions, takesAll, isBroken }) => ({
      field,
      text: isBroken ? "cannot be parsed" : usesOf(inputs, functions, takesAll),
    })),
    keys,
    words: [...texts, ...reads.flatMap(({ store = "", resource }) => [store, resource])]
      .join(" ")
      .toLowerCase(),
  };
}

function usesOf(inputs: readonly string[], functions: readonly string[], takesAll: boolean): string {
  const keys = takesAll ? [...inputs, "all keys"] : inputs;
  const parts = [
    keys.length === 0 ? "takes no key" : `takes ${keys.join(", ")}`,
    functions.length === 0 ? "" : `calls ${functions.join(", ")}`,
  ];
  return parts.filter((part) => part !== "").join("; ");
}

function readView(read: ReadReport): ReadView {
  const { field, store = "", key, resource, property, version, outcome } = read;
  const parts = [
    read.isCacheHit ? "cache hit" : "",
    read.attempts > 1 ? `${read.attempts} attempts` : "",
    outcome === "generated" || read.isCacheHit ? "" : time(read.milliseconds),
    ...read.requestIds.map((id) => `request ${id}`),
  ];
  const what = key === undefined || resource.endsWith(key) ? resource : `${key} (${resource})`;
  return {
    field,
    what: [
      what,
      property === undefined ? "" : `property ${property}`,
      version === undefined ? "" : `version ${version}`,
    ]
      .filter((part) => part !== "")
      .join(", "),
    store,
    outcome,
    detail: parts.filter((part) => part !== "").join(", "),
  };
}

function storeView({ store, provider, identities, outcomes, ...counts }: StoreReport): StoreView {
  const { reads, cacheHits, calls, retries, milliseconds } = counts;
  const bad = Object.entries(outcomes).filter(([name, count]) => name !== "found" && count > 0);
  return {
    store,
    provider,
    identities: identities.join(", "),
    counts: [
      { name: "reads", value: String(reads) },
      { name: "cache hits", value: String(cacheHits) },
      { name: "calls", value: String(calls) },
      { name: "retries", value: String(retries) },
      { name: "time", value: time(milliseconds) },
      ...bad.map(([name, count]) => ({ name, value: String(count) })),
    ],
  };
}

function time(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
