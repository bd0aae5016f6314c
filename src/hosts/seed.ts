import { resolve } from "node:path";

import type { TemplateSeed } from "../emit/template-engine.ts";
import { RenderError } from "../ground/diagnostic.ts";
import { LIMITS } from "../ground/limits.ts";
import type { Arguments } from "./command.ts";
import { stringFlag, UsageError } from "./command.ts";
import type { Io } from "./io.ts";
import { readRegularFile, reasonOf } from "./read-file.ts";

/** What the clock of templates shows where --seed-time says nothing: 2025-01-01T00:00:00Z. */
const SEED_TIME = Date.UTC(2025, 0, 1);

/** Fewer distinct bytes are a placeholder, and nothing that was drawn. */
const MIN_DISTINCT = 8;

/**
 * What --seed-file and --seed-time say: the key and the time for functions whose result would change with each
 * render. The file's bytes are the key as they are. Throws RenderError for a file that is no key, UsageError for a
 * time that is none.
 */
export function readSeed({ cwd }: Io, args: Arguments): TemplateSeed | undefined {
  const path = stringFlag(args, "seed-file");
  const time = stringFlag(args, "seed-time");
  if (path === undefined) {
    if (time === undefined) return undefined;
    throw new UsageError("Flag --seed-time needs --seed-file", "Name the seed file too");
  }
  const key = readKey(path, resolve(cwd, path));
  return { key, time: time === undefined ? SEED_TIME : parseTime(time) };
}

function readKey(path: string, absolute: string): Uint8Array {
  const key = readOrRefuse(path, absolute);
  if (key.length < LIMITS.seedLeast) {
    throw unusable(path, `it has ${key.length} bytes, and ${LIMITS.seedLeast} are needed`);
  }
  if (new Set(key).size < MIN_DISTINCT) throw unusable(path, "its bytes are nearly all the same");
  return key;
}

function readOrRefuse(path: string, absolute: string): Uint8Array {
  const read = readRegularFile(absolute, { limit: LIMITS.seed });
  if (read.kind === "bytes") return read.bytes;
  throw unusable(path, read.kind === "large" ? `it has more than ${LIMITS.seed / 1024} KiB` : reasonOf(read));
}

function parseTime(text: string): number {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time))
    throw new UsageError(`Flag --seed-time cannot be "${text}"`, "Write a time such as 2026-01-31T00:00:00Z");
  return time;
}

function unusable(path: string, reason: string): RenderError {
  return new RenderError({
    code: "SEED_UNUSABLE",
    severity: "error",
    message: `Cannot use "${path}" as the seed: ${reason}`,
    hint: "Make one with: head -c 32 /dev/urandom > seed",
  });
}
