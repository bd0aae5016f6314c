import { closeSync, constants, fsyncSync, openSync, writeSync } from "node:fs";
import { resolve } from "node:path";

import { RenderError } from "../../ground/diagnostic.ts";
import type { Access, Outcome } from "../../ground/journal.ts";
import { accessKey } from "../../ground/journal.ts";
import type { Io } from "../io.ts";
import { OutputError, writeText } from "../io.ts";
import type { Caller } from "./caller.ts";
import type { RunRecord } from "./run-record.ts";

/** One access to a store. */
interface AuditLine {
  /** When the answer was there; RFC 3339, UTC. */
  readonly time: string;
  readonly caller: Caller;
  /** Who asked, as the provider knows them; absent where it knows nobody. */
  readonly identity?: string;
  readonly store: string;
  /** The provider's own name of the request; absent for an access that needed none. */
  readonly operation?: string;
  /** Canonical name of the secret, or the search; absent for a request that is about none, such as a login. */
  readonly key?: string;
  readonly version?: string;
  readonly outcome?: Outcome;
  readonly requestId?: string;
}

/**
 * Writes a line of JSON for each access of a run, in order of time, to standard error (`-`) or at the end of a file.
 * All lines are in the file, and on its disk, when this returns. Throws RenderError with AUDIT_FAILED.
 */
export function writeAudit(io: Io, path: string, record: RunRecord, caller: Caller): void {
  const text = auditLines(record, caller)
    .map((line) => `${JSON.stringify(line)}\n`)
    .join("");
  try {
    if (path === "-") writeText(io.stderr, text);
    else append(resolve(io.cwd, path), new TextEncoder().encode(text));
  } catch (error) {
    if (path === "-" && !(error instanceof OutputError)) throw error;
    throw failed(path);
  }
}

/** Every request to a provider has a line for each secret that it was about; so has what needed no request. */
export function auditLines(record: RunRecord, caller: Caller): AuditLine[] {
  const covered = new Set<string>();
  const lines = record.calls.flatMap(({ at, identity, store, operation, accesses, requestId }) => {
    const line = {
      time: timeOf(at),
      caller,
      ...(identity === "" ? {} : { identity }),
      store,
      operation,
      ...(requestId === undefined ? {} : { requestId }),
    };
    for (const access of accesses) covered.add(accessKey(store, access));
    return accesses.length === 0 ? [line] : accesses.map((access) => ({ ...line, ...aboutAccess(access) }));
  });
  const others = record.accesses
    .filter((access) => !covered.has(accessKey(access.store, access)))
    .map((access) => ({
      time: timeOf(access.answeredAt ?? access.askedAt),
      caller,
      store: access.store,
      ...aboutAccess(access),
    }));
  return [...lines, ...others].toSorted((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time)));
}

function aboutAccess({
  resourceId,
  version,
  outcome,
}: Access): Pick<AuditLine, "key" | "version" | "outcome"> {
  return { key: resourceId, ...(version === "" ? {} : { version }), outcome };
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

const PRIVATE_FILE = 0o600;
const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;

/** In one write, so that the lines of several runs at once do not get mixed. */
function append(path: string, bytes: Uint8Array): void {
  const fd = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, PRIVATE_FILE);
  try {
    let written = 0;
    while (written < bytes.length) written += writeSync(fd, bytes, written);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function failed(path: string): RenderError {
  return new RenderError({
    code: "AUDIT_FAILED",
    severity: "error",
    message: `Cannot write the audit log to "${path}": nothing is rendered without it`,
    hint: "Name a file in a directory that exists and may be written, or - for standard error",
  });
}
