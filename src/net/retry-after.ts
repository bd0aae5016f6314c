import type { Clock } from "./clock.ts";

/** What Retry-After says, in milliseconds from now: seconds or an HTTP-date (RFC 9110, 10.2.3); undefined for neither. */
export function retryAfter(value: string | undefined, clock: Pick<Clock, "wall">): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = /^[A-Z][a-z]{2,8},? /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - clock.wall());
}
