import type { Problem } from "../ground/diagnostic.ts";
import { printTarget, targetOf } from "./guard.ts";
import type { HttpResponse } from "./network.ts";
import { NetworkError, RETRY } from "./network-error.ts";

/**
 * The error that an answer's status stands for with every provider: 429 is THROTTLED, 500 to 599 but 501 is
 * SERVER_ERROR, both with the server's Retry-After. Undefined for all other answers, which are the provider's to read.
 */
export function statusError({ status, retryAfter: after }: HttpResponse, url: URL): NetworkError | undefined {
  const endpoint = printTarget(targetOf(url));
  if (status === 429) return new NetworkError(throttled(endpoint, after), { ...RETRY.throttled, after });
  if (status < 500 || status === 501) return undefined;
  return new NetworkError(serverError(endpoint, status), { ...RETRY.transient, after });
}

function throttled(endpoint: string, after: number | undefined): Problem {
  const wish = after === undefined ? "" : ` and wants to be asked again after ${Math.ceil(after / 1000)} s`;
  return {
    code: "THROTTLED",
    message: `Cannot get an answer from "${endpoint}": it limits the rate of requests (429)${wish}`,
    hint: "Render less often, or ask for a higher limit",
  };
}

function serverError(endpoint: string, status: number): Problem {
  return {
    code: "SERVER_ERROR",
    message: `Cannot get an answer from "${endpoint}": it fails with status ${status}`,
    hint: "Look at the log of the host",
  };
}
