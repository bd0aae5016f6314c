import type { Diagnostic } from "../ground/diagnostic.ts";
import type { RunObserver } from "../render.ts";
import type { Arguments, Flag } from "./command.ts";
import { hasFlag, stringFlag } from "./command.ts";
import type { Io } from "./io.ts";
import type { Caller } from "./report/caller.ts";

/** The host that a run belongs to. */
export interface RecordedHost {
  readonly command: string;
  readonly caller: Caller;
  /** A person may be watching, so that a line of progress is welcome on a terminal. */
  readonly isInteractive: boolean;
}

/** What is written down about a run, beside its output. */
export interface Records {
  /** To be passed to the pipeline; undefined where nothing is written down. */
  readonly observer: RunObserver | undefined;
  /**
   * Ends the run: writes the audit log, then the report. It comes before the output, so that nothing is given out
   * that is not written down. Throws RenderError where that fails.
   */
  end(exitCode: number, diagnostics: readonly Diagnostic[]): Promise<void>;
}

/** Flags of every command that renders. */
export const RECORD_FLAGS: Readonly<Record<string, Flag>> = {
  report: { type: "string", value: "FILE.{json,html}", help: "write there what was done, also on failure" },
  audit: {
    type: "string",
    value: "FILE|-",
    help: "add a line of JSON for each access to a store to FILE, or standard error",
  },
};

const NO_RECORDS: Records = { observer: undefined, end: async () => Promise.resolve() };

/**
 * Runs a command that renders, with the records that its flags ask for; however it ends they are written. Without
 * such a flag nothing is loaded and nothing is kept.
 */
export async function recorded(
  io: Io,
  args: Arguments,
  host: RecordedHost,
  run: (records: Records) => Promise<number>,
): Promise<number> {
  const report = stringFlag(args, "report");
  const audit = stringFlag(args, "audit");
  const isWatched = host.isInteractive && io.stderr.isTerminal && !hasFlag(args, "quiet");
  if (report === undefined && audit === undefined && !isWatched) return run(NO_RECORDS);
  const { RunRecords } = await import("./report/run-records.ts");
  const records = new RunRecords(io, host, { report, audit, isWatched });
  try {
    return await run(records);
  } catch (error) {
    await records.fail(error);
    throw error;
  }
}
