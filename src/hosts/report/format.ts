import { visible } from "../../ground/visible.ts";
import type { Arguments } from "../command.ts";
import { stringFlag, UsageError } from "../command.ts";

/** What `-f` takes. */
export type Format = "text" | "json" | "sarif";

const FORMATS: readonly Format[] = ["text", "json", "sarif"];

/** The value of `--format`, text where it is not given. Throws UsageError for another one. */
export function formatFlag(args: Arguments): Format {
  const given = stringFlag(args, "format") ?? "text";
  const format = FORMATS.find((known) => known === given);
  if (format !== undefined) return format;
  const isPath = /[./]/.test(given);
  throw new UsageError(
    `Unknown format "${visible(given)}"`,
    `Use text, json or sarif${isPath ? "; a file of manifests is named without a flag" : ""}`,
  );
}
