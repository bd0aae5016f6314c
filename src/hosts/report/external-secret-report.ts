import type { SecretObject } from "../../emit/secret-object.ts";
import { shownKeys } from "../../emit/shown-keys.ts";
import { storeName } from "../../eso/stores/store-name.ts";
import { printFieldPath } from "../../ground/field-path.ts";
import type { Outcome } from "../../ground/journal.ts";
import type { Sensitive } from "../../ground/sensitive.ts";
import type { SecretPlan, Step, StoreStep } from "../../plan/render-plan.ts";
import { isStoreStep } from "../../plan/render-plan.ts";
import type { AccessIndex } from "./access-index.ts";
import { accessOf } from "./access-index.ts";
import { rounded } from "./milliseconds.ts";
import type { RecordedAccess, RecordedCall, RunRecord } from "./run-record.ts";
import type { TemplateReader, TemplateReport } from "./template-report.ts";

/** What was done for one ExternalSecret. */
export interface ExternalSecretReport {
  readonly namespace: string;
  readonly name: string;
  readonly file: { readonly path: string; readonly line?: number };
  /** Name of the target; empty where it is not known. */
  readonly secret: string;
  readonly outcome: "written" | "not written" | "failed" | "refused" | "left as it is";
  readonly reads: readonly ReadReport[];
  readonly templates: readonly TemplateReport[];
  /** Keys of the Secret, with placeholders for those that templates made, and with the class of their values' sizes. */
  readonly keys: readonly KeyReport[];
  /** Until the last of its answers was there. */
  readonly milliseconds: number;
}

/** What one entry read. */
export interface ReadReport {
  /** `spec.data[0]`. */
  readonly field: string;
  /** Absent for a generator. */
  readonly store?: string;
  /** Canonical name of the secret at the provider, the search, or the generator's kind. */
  readonly resource: string;
  readonly key?: string;
  readonly property?: string;
  readonly version?: string;
  readonly outcome: Outcome | "generated" | "not asked";
  /** Another entry had asked for it before. */
  readonly isCacheHit: boolean;
  readonly attempts: number;
  readonly requestIds: readonly string[];
  readonly milliseconds: number;
}

interface KeyReport {
  readonly key: string;
  readonly size: string;
}

export interface ReportContext {
  readonly record: RunRecord;
  readonly index: AccessIndex;
  readonly templates: TemplateReader;
}

/** The report of one ExternalSecret that was planned. */
export function externalSecretReport(plan: SecretPlan, context: ReportContext): ExternalSecretReport {
  const { namespace, externalSecret, targetName, located, steps } = plan;
  const { file } = located.at([]);
  const reads = steps.map((step) => readReport(step, context.index));
  const emitted = context.record.outcomes.get(plan);
  return {
    namespace,
    name: externalSecret.metadata.name,
    file: { path: file?.path ?? "", ...(file?.line === undefined ? {} : { line: file.line }) },
    secret: targetName,
    outcome: outcomeOf(plan, context),
    reads,
    templates: context.templates(plan),
    keys: emitted?.kind === "write" ? keyReports(emitted.secret) : [],
    milliseconds: Math.max(0, ...reads.map(({ milliseconds }) => milliseconds)),
  };
}

function keyReports(secret: SecretObject): KeyReport[] {
  const shown = shownKeys(secret, "data");
  return [...secret.data].map(([key, value]) => ({ key: shown.get(key) ?? "", size: sizeClass(value) }));
}

function outcomeOf(plan: SecretPlan, { record }: ReportContext): ExternalSecretReport["outcome"] {
  const emitted = record.outcomes.get(plan);
  if (emitted === undefined || emitted.kind === "failed") return "failed";
  return emitted.kind === "write" ? "written" : "not written";
}

function readReport(step: Step, index: AccessIndex): ReadReport {
  const field = printFieldPath(step.path);
  if (!isStoreStep(step)) {
    const none = { isCacheHit: false, attempts: 0, requestIds: [], milliseconds: 0 };
    return { field, resource: `generator:${step.generatorKind}`, outcome: "generated", ...none };
  }
  const { resourceId, version } = accessOf(step);
  const access = index.accessTo(step);
  const calls = index.callsFor(step);
  return {
    field,
    store: storeName(step.store),
    resource: resourceId,
    ...refOf(step),
    ...(version === "" ? {} : { version }),
    outcome: access?.outcome ?? "not asked",
    isCacheHit: index.isCacheHit(step),
    attempts: Math.max(0, ...calls.map(({ attempts }) => attempts)),
    requestIds: calls.map(({ requestId }) => requestId).filter((requestId) => requestId !== undefined),
    milliseconds: rounded(timeOf(access, calls)),
  };
}

/** A store gives all of its answers at once, so what the calls took tells more, where there were any. */
function timeOf(access: RecordedAccess | undefined, calls: readonly RecordedCall[]): number {
  if (calls.length > 0) return Math.max(...calls.map(({ milliseconds }) => milliseconds));
  return access === undefined ? 0 : (access.answeredAt ?? access.askedAt) - access.askedAt;
}

function refOf(step: StoreStep): Pick<ReadReport, "key" | "property"> {
  if (step.kind === "find") return {};
  const { key, property } = step.kind === "data" ? step.data.remoteRef : step.extract;
  return { key, ...(property === undefined || property === "" ? {} : { property }) };
}

const KIB = 1024;
const CLASSES: readonly (readonly [most: number, name: string])[] = [
  [0, "empty"],
  [64, "up to 64 bytes"],
  [KIB, "up to 1 KiB"],
  [16 * KIB, "up to 16 KiB"],
];

/** How large a value is, so roughly that it tells nothing about it. */
export function sizeClass({ size }: Sensitive): string {
  return CLASSES.find(([most]) => size <= most)?.[1] ?? "more than 16 KiB";
}
