import { isExternalSecretKind } from "../../eso/api-group.ts";
import type { Diagnostic } from "../../ground/diagnostic.ts";
import { sortDiagnostics } from "../../ground/diagnostic.ts";
import type { Parsed } from "../../manifest/manifest.ts";
import type { PlannedInputs } from "../../render.ts";
import { VERSION } from "../version.ts";
import { AccessIndex } from "./access-index.ts";
import type { Caller } from "./caller.ts";
import type { ExternalSecretReport } from "./external-secret-report.ts";
import { externalSecretReport } from "./external-secret-report.ts";
import { rounded } from "./milliseconds.ts";
import type { RunRecord } from "./run-record.ts";
import type { StoreReport } from "./store-report.ts";
import { storeReports } from "./store-report.ts";
import { templateReader } from "./template-report.ts";

/** What happened in one run: names, counts, times and problems. No value, and no size but in classes. */
export interface RunReport {
  readonly tool: { readonly name: "presecret"; readonly version: string };
  readonly command: string;
  readonly caller: Caller;
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly milliseconds: number;
  readonly exitCode: number;
  readonly totals: Totals;
  readonly stores: readonly StoreReport[];
  readonly externalSecrets: readonly ExternalSecretReport[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Totals {
  readonly externalSecrets: number;
  readonly secretsWritten: number;
  readonly reads: number;
  readonly cacheHits: number;
  readonly calls: number;
  readonly retries: number;
  readonly errors: number;
  readonly warnings: number;
}

/** How a run ended. */
export interface Ending {
  readonly command: string;
  readonly caller: Caller;
  readonly exitCode: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes the report of a run, as far as it came. */
export async function runReport(record: RunRecord, ending: Ending): Promise<RunReport> {
  const { command, caller, exitCode } = ending;
  const diagnostics = sortDiagnostics(ending.diagnostics);
  const index = new AccessIndex(record);
  const externalSecrets = await externalSecretReports(record, index);
  const stores = storeReports(record, index);
  return {
    tool: { name: "presecret", version: VERSION },
    command,
    caller,
    startedAt: new Date(record.startedAt).toISOString(),
    milliseconds: rounded(record.elapsed()),
    exitCode,
    totals: {
      externalSecrets: externalSecrets.length,
      secretsWritten:
        exitCode === 0 ? externalSecrets.filter(({ outcome }) => outcome === "written").length : 0,
      reads: sum(stores, ({ reads }) => reads),
      cacheHits: sum(stores, ({ cacheHits }) => cacheHits),
      calls: sum(stores, ({ calls }) => calls),
      retries: sum(stores, ({ retries }) => retries),
      errors: diagnostics.filter(({ severity }) => severity === "error").length,
      warnings: diagnostics.filter(({ severity }) => severity === "warning").length,
    },
    stores,
    externalSecrets,
    diagnostics,
  };
}

async function externalSecretReports(record: RunRecord, index: AccessIndex): Promise<ExternalSecretReport[]> {
  const planned = record.plannedInputs;
  if (planned === undefined) return [];
  const templates = await templateReader(planned);
  const reports = planned.plan.secrets.map((plan) =>
    externalSecretReport(plan, { record, index, templates }),
  );
  return [...reports, ...unplanned(planned)];
}

/** ExternalSecrets that no plan was made for: those of another controller, and those that are refused. */
function unplanned({ inputs, plan, foreign }: PlannedInputs): ExternalSecretReport[] {
  const planned = new Set(plan.secrets.map(({ manifest }) => manifest));
  return inputs
    .flatMap(({ manifests }) => manifests)
    .filter((manifest) => manifest.kind === "parsed")
    .filter((manifest) => isExternalSecretKind(manifest.ref) && !planned.has(manifest))
    .map((manifest) => ({
      name: manifest.ref.name,
      namespace: manifest.ref.namespace ?? "",
      file: fileOf(manifest),
      secret: "",
      outcome: foreign.has(manifest) ? "left as it is" : "refused",
      reads: [],
      templates: [],
      keys: [],
      milliseconds: 0,
    }));
}

function fileOf(manifest: Parsed): ExternalSecretReport["file"] {
  const { file } = manifest.at([]);
  return { path: file?.path ?? "", ...(file?.line === undefined ? {} : { line: file.line }) };
}

function sum<Item>(items: readonly Item[], count: (item: Item) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}
