import { extname, resolve } from "node:path";

import type { Diagnostic } from "../../ground/diagnostic.ts";
import { RenderError } from "../../ground/diagnostic.ts";
import type { RunObserver } from "../../render.ts";
import { UsageError } from "../command.ts";
import type { Io } from "../io.ts";
import { OutputError } from "../io.ts";
import type { RecordedHost, Records } from "../records.ts";
import { writeAudit } from "./audit.ts";
import { htmlReport } from "./html.ts";
import { Observers } from "./observers.ts";
import { Progress } from "./progress.ts";
import type { RunReport } from "./run-report.ts";
import { runReport } from "./run-report.ts";
import { RunRecord } from "./run-record.ts";
import { writeReport } from "./write-report.ts";

/** What the flags ask to be recorded. */
export interface RecordOptions {
  readonly report: string | undefined;
  readonly audit: string | undefined;
  /** Show progress on standard error. */
  readonly isWatched: boolean;
}

/** The records of one run: kept in memory while it goes on, written when it ends. */
export class RunRecords implements Records {
  readonly observer: RunObserver;
  readonly #io: Io;
  readonly #host: RecordedHost;
  readonly #options: RecordOptions;
  readonly #record: RunRecord;
  readonly #progress: Progress | undefined;
  #isAudited = false;
  #diagnostics: readonly Diagnostic[] = [];

  /** Throws UsageError for a report of an unknown format. */
  constructor(io: Io, host: RecordedHost, options: RecordOptions) {
    const { report, isWatched } = options;
    if (report !== undefined && ![".json", ".html"].includes(extname(report)))
      throw new UsageError(`Flag --report cannot be "${report}"`, "Write a name that ends in .json or .html");
    this.#io = io;
    this.#host = host;
    this.#options = options;
    const epoch = Date.now() - io.now();
    this.#record = new RunRecord(() => epoch + io.now());
    this.#progress = isWatched ? new Progress(io.stderr, () => io.now()) : undefined;
    this.observer =
      this.#progress === undefined ? this.#record : new Observers([this.#record, this.#progress]);
    this.#progress?.start();
  }

  async end(exitCode: number, diagnostics: readonly Diagnostic[]): Promise<void> {
    this.#progress?.stop();
    this.#diagnostics = diagnostics;
    this.#writeAudit();
    await this.#writeReport(exitCode);
  }

  /** Ends a run that was stopped by `error`; the records are written as far as that is possible. */
  async fail(error: unknown): Promise<void> {
    this.#progress?.stop();
    if (error instanceof UsageError) return;
    const diagnostic = diagnosticOf(error);
    this.#diagnostics = [...this.#diagnostics, diagnostic];
    try {
      this.#writeAudit();
    } finally {
      // The texts of all codes come with it.
      const { exitCodeOf } = await import("../../ground/exit-code.ts");
      await this.#writeReport(exitCodeOf([diagnostic]));
    }
  }

  #writeAudit(): void {
    const { audit } = this.#options;
    if (audit === undefined || this.#isAudited) return;
    this.#isAudited = true;
    writeAudit(this.#io, audit, this.#record, this.#host.caller);
  }

  async #writeReport(exitCode: number): Promise<void> {
    const { report } = this.#options;
    if (report === undefined) return;
    const { command, caller } = this.#host;
    const ending = { command, caller, exitCode, diagnostics: this.#diagnostics };
    const text = printReport(report, await runReport(this.#record, ending));
    writeReport(resolve(this.#io.cwd, report), report, text);
  }
}

function printReport(path: string, report: RunReport): string {
  return extname(path) === ".json" ? `${JSON.stringify(report, undefined, 2)}\n` : htmlReport(report);
}

function diagnosticOf(error: unknown): Diagnostic {
  if (error instanceof RenderError) return error.diagnostic;
  if (error instanceof OutputError) {
    return { code: "OUTPUT_FAILED", severity: "error", message: "Cannot write the output" };
  }
  return { code: "INTERNAL", severity: "error", message: "presecret has a bug" };
}
