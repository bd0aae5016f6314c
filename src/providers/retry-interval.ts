import { toGoString } from "../go/bytes.ts";
import { parseDuration } from "../go/duration.ts";
import { ProblemError } from "../ground/problem-error.ts";
import { visible } from "../ground/visible.ts";

/** `spec.retrySettings.retryInterval` in milliseconds (Go: time.ParseDuration). Throws ProblemError. */
export function retryInterval(text: string): number {
  const nanoseconds = parseDuration(toGoString(text));
  if (nanoseconds !== undefined) return Number(nanoseconds / 1_000_000n);
  throw new ProblemError(
    {
      code: "SCHEMA_INVALID",
      message: `Cannot use "${visible(text)}" as an interval between retries: it is not a duration`,
      hint: 'Write it as "500ms" or "2s"',
    },
    ["spec", "retrySettings", "retryInterval"],
  );
}
