import type { RetrySettings } from "../../eso/stores/store.ts";
import { retryInterval } from "../retry-interval.ts";

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
  const { maxRetries = DEFAULT_ATTEMPTS, retryInterval: interval = "" } = settings;
  const attempts = maxRetries <= 0 ? Number.POSITIVE_INFINITY : maxRetries;
  const milliseconds = interval === "" ? 0 : retryInterval(interval);
  return { attempts, wait: milliseconds > 0 ? { after: milliseconds } : {} };
}
