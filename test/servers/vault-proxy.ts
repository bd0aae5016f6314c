import type { IncomingMessage, ServerResponse } from "node:http";
import { Agent, createServer, request as httpRequest } from "node:http";

/** What the proxy answers itself in the server's place. */
export interface Fault {
  readonly status: number;
  readonly body: string;
  readonly location?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How often; always, where it is not set. */
  readonly times?: number;
}

/** A proxy before a Vault server, which notes every request. */
export interface VaultProxy {
  readonly address: string;
  /** `GET /v1/secret/data/app in team-a without token`, in the order of their arrival, since the last `reset`. */
  readonly calls: readonly string[];
  /** Forgets the calls, and how often a fault was asked for. */
  reset(): void;
  stop(): Promise<void>;
}

/**
 * Starts a proxy that answers requests with the header `X-Fault` by that fault, and passes on the rest; each request
 * takes `delay` milliseconds longer.
 */
export async function startVaultProxy(
  target: string,
  faults: Readonly<Record<string, Fault>> = {},
  delay = 0,
): Promise<VaultProxy> {
  const agent = new Agent({ keepAlive: true });
  const calls: string[] = [];
  const used = new Map<string, number>();
  const server = createServer((request, response) => {
    calls.push(printCall(request));
    const name = String(request.headers["x-fault"] ?? "");
    const fault = faults[name];
    const times = used.get(name) ?? 0;
    used.set(name, times + 1);
    const serve = (): void => {
      if (fault === undefined || times >= (fault.times ?? Infinity)) pass(request, response, target, agent);
      else answer(request, response, fault);
    };
    if (delay === 0) serve();
    else setTimeout(serve, delay);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    address: `http://127.0.0.1:${port}`,
    calls,
    reset: () => {
      calls.length = 0;
      used.clear();
    },
    stop: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function printCall({ method = "", url = "", headers }: IncomingMessage): string {
  const namespace = String(headers["x-vault-namespace"] ?? "");
  const place = namespace === "" ? "" : ` in ${namespace}`;
  return `${method} ${decodeURIComponent(url)}${place}${headers["x-vault-token"] === undefined ? " without token" : ""}`;
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { status, body, location, headers }: Fault,
): void {
  request.resume();
  const place = location === undefined ? {} : { location };
  const length = status === 204 ? {} : { "content-length": Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, ...place, ...length });
  response.end(status === 204 ? undefined : body);
}

function pass(request: IncomingMessage, response: ServerResponse, target: string, agent: Agent): void {
  const { method, url, headers } = request;
  const upstream = httpRequest(`${target}${url ?? ""}`, { method, headers, agent }, (reply) => {
    response.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(response);
  });
  upstream.on("error", () => {
    response.destroy();
  });
  request.pipe(upstream);
}
