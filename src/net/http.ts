import { visible } from "../ground/visible.ts";
import type { Endpoints } from "./endpoint.ts";
import { notHttp } from "./connection-error.ts";
import type { Exchanging, RawResponse } from "./exchange.ts";
import { exchange } from "./exchange.ts";
import { targetOf } from "./guard.ts";
import type { Limit } from "./limit.ts";
import type { HttpClient, HttpRequest, HttpResponse } from "./network.ts";
import { NetworkError } from "./network-error.ts";
import { statusError } from "./status-error.ts";
import { UnknownCaError } from "./tls-error.ts";
import { tooLate } from "./retry.ts";
import { retryAfter } from "./retry-after.ts";

const REDIRECTS = [301, 302, 303, 307, 308];
/** They ask for the same request at the other place. */
const KEEPS_METHOD = [307, 308];
const COMPLAINTS = [429, 503];

/** An HTTP client over guarded agents: no redirects but permitted ones, framed and bounded answers, 16 in flight. */
export class GuardedHttpClient implements HttpClient {
  readonly #endpoints: Endpoints;
  readonly #exchanging: Omit<Exchanging, "endpoint">;
  readonly #timeLeft: () => number;

  constructor(endpoints: Endpoints, exchanging: Omit<Exchanging, "endpoint">, timeLeft: () => number) {
    this.#endpoints = endpoints;
    this.#exchanging = exchanging;
    this.#timeLeft = timeLeft;
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    const first = await this.#send(request);
    if (!REDIRECTS.includes(first.status)) return first;
    const url = redirection(request, first);
    const second = await this.#send({ ...request, url });
    if (REDIRECTS.includes(second.status)) throw refused(url, "a second time");
    return second;
  }

  async #send(request: HttpRequest): Promise<HttpResponse> {
    const { clock } = this.#exchanging;
    checkUrl(request.url);
    const endpoint = this.#endpoints.of(targetOf(request.url));
    return endpoint.limit.run(async () => {
      const sentAt = clock.now();
      const raw = await exchangeTrusted(request, { ...this.#exchanging, endpoint: endpoint.name });
      const response = { ...raw, retryAfter: retryAfter(raw.headers.get("retry-after"), clock) };
      this.#tellLimit(endpoint.limit, request.url, response, sentAt);
      return response;
    });
  }

  #tellLimit(limit: Limit, url: URL, response: HttpResponse, sentAt: number): void {
    const { status, retryAfter: after = 0 } = response;
    if (!COMPLAINTS.includes(status)) {
      limit.answered();
      return;
    }
    limit.complained(sentAt, after);
    const error = statusError(response, url);
    if (error !== undefined && after >= this.#timeLeft()) limit.refuse(tooLate(error, after));
  }
}

/** One exchange, or another one at once where the system's roots are needed. */
async function exchangeTrusted(request: HttpRequest, exchanging: Exchanging): Promise<RawResponse> {
  try {
    return await exchange(request, exchanging);
  } catch (error) {
    const isWorthIt = error instanceof UnknownCaError && exchanging.agents.tls.trustSystem();
    if (!isWorthIt) throw error;
    return exchange(request, exchanging);
  }
}

function checkUrl({ protocol, username, password }: URL): void {
  if ((protocol === "https:" || protocol === "http:") && username === "" && password === "") return;
  throw new NetworkError({
    code: "ENDPOINT_DENIED",
    message: "Cannot use an address that is not https:// or http://, or that holds a user name",
    hint: "Write credentials into a Secret that the store's auth refers to",
  });
}

/** Where a redirect leads. Throws NetworkError where it may not be followed: credentials are for one host only. */
function redirection({ method, url, mayFollow }: HttpRequest, { status, headers }: RawResponse): URL {
  const location = headers.get("location");
  if (location === undefined) throw notHttp(visible(url.host), "it is a redirect that leads nowhere");
  const target = URL.parse(location, url.href);
  if (target === null) throw refused(url, "to an address that is not valid");
  target.hash = "";
  const isDowngrade = url.protocol === "https:" && target.protocol !== "https:";
  const keepsMethod = method === "GET" || KEEPS_METHOD.includes(status);
  const hasUser = target.username !== "" || target.password !== "";
  if (isDowngrade || !keepsMethod || hasUser || mayFollow?.(target) !== true)
    throw refused(url, `to "${visible(target.origin)}"`);
  return target;
}

function refused(url: URL, where: string): NetworkError {
  return new NetworkError({
    code: "REDIRECT_REFUSED",
    message: `Cannot use the answer of "${visible(url.host)}": it redirects ${where}`,
    hint: "Write the address at which the service answers itself into the store",
  });
}
