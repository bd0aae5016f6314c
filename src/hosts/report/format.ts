import type { Arguments } from "../command.ts";
import { stringFlag, UsageError } from "../command.ts";

/** What `-f` takes. */
export type Format = "text" | "json" | "sarif";

const FORMATS: readonly Format[] = ["text", "json", "sarif"];

/** The value of `--format`, text where it is not given. Throws UsageError for another one. */
export function formatFlag(args: Arguments): Format {
  const given = stringFlag(args, "format") ?? "text";
  const format = FORMATS.find((known) => known === given);
  if (format === undefined) throw new UsageError(`Unknown format "${given}"`, "Use text, json or sarif");
  return format;
}
