import { visible } from "../ground/visible.ts";
import type { Endpoint, Endpoints } from "./endpoint.ts";
import { deadline, notHttp } from "./connection-error.ts";
import type { Exchanging, RawResponse } from "./exchange.ts";
import { exchange } from "./exchange.ts";
import type { Target } from "./guard.ts";
import { normalizeHost } from "./guard.ts";
import type { HttpClient, HttpRequest, HttpResponse } from "./network.ts";
import { NetworkError } from "./network-error.ts";
import { retryAfter } from "./retry-after.ts";

const REDIRECTS = [301, 302, 303, 307, 308];
/** They ask for the same request at the other place. */
const KEEPS_METHOD = [307, 308];
const COMPLAINTS = [429, 503];

/** An HTTP client over guarded agents: no redirects but permitted ones, framed and bounded answers, 16 in flight. */
export class GuardedHttpClient implements HttpClient {
  readonly #endpoints: Endpoints;
  readonly #exchanging: Omit<Exchanging, "endpoint">;

  constructor(endpoints: Endpoints, exchanging: Omit<Exchanging, "endpoint">) {
    this.#endpoints = endpoints;
    this.#exchanging = exchanging;
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
    const { signal, clock } = this.#exchanging;
    checkUrl(request.url);
    const endpoint = this.#endpoints.of(targetOf(request.url));
    const response = await endpoint.limit.run(
      signal,
      async () => exchange(request, { ...this.#exchanging, endpoint: endpoint.name }),
      () => deadline(endpoint.name),
    );
    const after = retryAfter(response.headers.get("retry-after"), clock);
    tellLimit(endpoint, response, after);
    return { ...response, retryAfter: after };
  }
}

function tellLimit({ limit }: Endpoint, { status }: RawResponse, after: number | undefined): void {
  if (COMPLAINTS.includes(status)) limit.complained(after ?? 0);
  else limit.answered();
}

/** The host and port of a URL. */
export function targetOf({ protocol, hostname, port }: URL): Target {
  const defaultPort = protocol === "https:" ? 443 : 80;
  return { host: normalizeHost(hostname), port: port === "" ? defaultPort : Number(port) };
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
