import type { RetrySettings } from "../../eso/stores/store.ts";
import { toGoString } from "../../go/bytes.ts";
import { parseDuration } from "../../go/duration.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import { visible } from "../../ground/visible.ts";

/** A store's own word on retries, in place of our rule. */
export interface RetryOverride {
  readonly attempts: number;
  readonly wait: { readonly after?: number };
}

const DEFAULT_ATTEMPTS = 3;

/**
 * `spec.retrySettings` as ESO's AWS provider reads it: maxRetries is a number of attempts, of which 0 and less means
 * as many as there is time for, and retryInterval the time between them. Throws ProblemError for a bad interval.
 */
export function retryOverride(settings: RetrySettings | undefined): RetryOverride | undefined {
  if (settings === undefined) return undefined;
  const { maxRetries = DEFAULT_ATTEMPTS, retryInterval = "" } = settings;
  const attempts = maxRetries <= 0 ? Number.POSITIVE_INFINITY : maxRetries;
  const milliseconds = retryInterval === "" ? 0 : intervalOf(retryInterval);
  return { attempts, wait: milliseconds > 0 ? { after: milliseconds } : {} };
}

function intervalOf(text: string): number {
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
