import type { RetryRule } from "../../net/network-error.ts";
import { NetworkError } from "../../net/network-error.ts";
import type { HttpClient, HttpResponse, Network, TlsSettings } from "../../net/network.ts";
import { withRetry } from "../../net/retry.ts";
import type { Exchange, VaultCall, VaultReply } from "./exchange.ts";
import { readReply } from "./exchange.ts";
import { escapePath } from "./path.ts";

/** What is used of node-vault: it makes a URL of an endpoint and a path, and gives it to a transport of ours. */
export type VaultLibrary = (options: {
  readonly apiVersion: string;
  readonly endpoint: string;
  readonly debug: () => void;
  readonly tv4: (() => boolean) & { readonly validate: () => boolean };
  readonly commands: Readonly<Record<string, never>>;
  readonly "request-promise": { readonly defaults: () => Transport };
}) => Library;

interface Library {
  request(call: LibraryCall): Promise<unknown>;
}

interface LibraryCall {
  readonly method: string;
  readonly path: string;
  readonly call: VaultCall;
}

/** What the library sends: the call, and the URL that it made. */
type Transport = (sent: LibraryCall & { readonly uri: string }) => Promise<{
  readonly statusCode: number;
  readonly body: unknown;
  readonly request: { readonly path: string };
}>;

/** How calls are sent. */
export interface TransportSettings {
  readonly url: URL;
  readonly tls: TlsSettings;
  readonly network: Network;
  /** The store's own rule, in place of ours. */
  readonly retry: RetryRule | undefined;
}

/**
 * Sends calls with node-vault over the guarded network. The library decides nothing: it knows no token, no namespace
 * and no setting of the environment, prints no debug lines, and gets every answer as a success, so that it makes no
 * error out of what a server says.
 */
export function openExchange(library: VaultLibrary, settings: TransportSettings): Exchange {
  const { network, retry } = settings;
  const { clock } = network;
  const vault = openLibrary(library, settings);
  return async (call, observe) => {
    const startedAt = clock.now();
    let reply: VaultReply | undefined;
    let attempts = 0;
    try {
      reply = await withRetry(network, async (number) => {
        attempts = number;
        return inTime(attempt(vault, call, retry), call, network);
      });
      return reply;
    } finally {
      observe({ call, reply, attempts, milliseconds: clock.now() - startedAt });
    }
  };
}

function openLibrary(library: VaultLibrary, { url, tls, network }: TransportSettings): Library {
  const http = network.http(tls);
  const vault = library({
    apiVersion: "v1",
    endpoint: url.href.replace(/\/+$/, ""),
    debug: () => undefined,
    tv4: Object.assign(() => true, { validate: () => true }),
    commands: {},
    "request-promise": {
      defaults: () => async (sent) => ({
        statusCode: 200,
        body: await send(http, network, sent.call, new URL(sent.uri)),
        request: { path: "" },
      }),
    },
  });
  // What it takes from the environment where an option is empty.
  return Object.assign(vault, { token: undefined, namespace: undefined, pathPrefix: "" });
}

/** How long a call is waited for that nothing depends on, in milliseconds. */
const PATIENCE = 2_000;

async function inTime(
  work: Promise<VaultReply>,
  { once = false }: VaultCall,
  { clock }: Network,
): Promise<VaultReply> {
  if (!once) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const cancel = clock.after(PATIENCE, () => {
    reject(new NetworkError({ code: "TIMEOUT", message: "Cannot wait any longer for Vault" }));
  });
  return Promise.race([work, promise]).finally(cancel);
}

async function attempt(vault: Library, call: VaultCall, retry: RetryRule | undefined): Promise<VaultReply> {
  const query = call.query === undefined ? "" : `?${call.query}`;
  try {
    const body = await vault.request({
      method: call.method,
      path: `/${escapePath(call.path)}${query}`,
      call,
    });
    if (body instanceof ReadReply) return body.reply;
    throw new TypeError("node-vault gave another answer than it got");
  } catch (error) {
    throw error instanceof NetworkError ? withRule(error, call, retry) : error;
  }
}

/** What went through the library, so that nothing else can be taken for it. */
class ReadReply {
  readonly reply: VaultReply;

  constructor(reply: VaultReply) {
    this.reply = reply;
  }
}

async function send(http: HttpClient, network: Network, call: VaultCall, url: URL): Promise<ReadReply> {
  const { method, headers, body } = call;
  const type: Readonly<Record<string, string>> =
    body === undefined ? {} : { "content-type": "application/json" };
  const response: HttpResponse = await http.send({
    method,
    url,
    headers: { ...headers, ...type },
    body,
    // A standby sends to the active server of its cluster, for the same: never elsewhere than somebody has allowed.
    mayFollow: (location) =>
      location.pathname === url.pathname && location.search === url.search && network.isListed(location),
  });
  return new ReadReply(readReply(call, response, url));
}

/** The store's rule is for what would be tried again; an answer that is none is not, as with ESO. */
function withRule(
  error: NetworkError,
  { once = false }: VaultCall,
  rule: RetryRule | undefined,
): NetworkError {
  const { problem } = error;
  if (problem.code === "REDIRECT_REFUSED") return new NetworkError({ ...problem, hint: STANDBY });
  if (once) return new NetworkError(problem);
  if (rule === undefined || error.retry.attempts === 1) return error;
  return new NetworkError(problem, problem.code === "PROTOCOL" ? undefined : rule);
}

const STANDBY =
  "Write the address of the active server into the store; if both are servers of one cluster, pass --allow-host for both";
