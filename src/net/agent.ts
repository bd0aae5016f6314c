import type { ClientRequestArgs } from "node:http";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { isIP, Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { ConnectionOptions } from "node:tls";
import { TLSSocket } from "node:tls";

import { LIMITS } from "../ground/limits.ts";
import type { Connecting } from "./connecting.ts";
import { connectionError } from "./connection-error.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Guard, Reach, Target } from "./guard.ts";
import { normalizeHost, printTarget, targetOf } from "./guard.ts";
import type { TlsContext } from "./tls-context.ts";
import { superviseConnection, superviseHandshake } from "./supervise.ts";

type Created = (error: Error | null, stream: Duplex) => void;

const KEPT = { keepAlive: true, maxSockets: LIMITS.inFlight, maxFreeSockets: LIMITS.inFlight };
/** How long one of several addresses is tried before the next one is tried beside it: Node's 250 ms are too few. */
const NEXT_ADDRESS = { autoSelectFamilyAttemptTimeout: 1000 };

/** The agents of one TLS context. Each is made when it is first used, and with it Node's code for HTTP or TLS loaded. */
export class GuardedAgents {
  readonly #connecting: Connecting;
  readonly tls: TlsContext;
  #http: HttpAgent | undefined;
  #https: HttpsAgent | undefined;

  constructor(connecting: Connecting, tls: TlsContext) {
    this.#connecting = connecting;
    this.tls = tls;
  }

  /** Connections of plain HTTP that the guard let pass. */
  get http(): HttpAgent {
    this.#http ??= httpAgent(this.#connecting);
    return this.#http;
  }

  /** Connections of TLS 1.2 or later that the guard let pass. */
  get https(): HttpsAgent {
    this.#https ??= httpsAgent(this.#connecting, this.tls);
    return this.#https;
  }

  /**
   * Opens more connections to the host of a URL when the first one has been made, for so many requests as `count` then
   * gives: their handshakes pass while the first request is answered. Through a proxy none are opened.
   */
  prepare(url: URL, count: () => number): void {
    const { ready, reach, proxyOf } = this.#connecting;
    const target = targetOf(url);
    const isTls = url.protocol === "https:";
    if (reach === "stores" && proxyOf(target, isTls) !== undefined) return;
    ready.want(readyKey(target, isTls), () => {
      const agent = isTls ? this.https : this.http;
      const length = Math.min(count(), LIMITS.inFlight) - 1;
      const opened = Array.from({ length: Math.max(0, length) }, () => agent.createConnection({ ...target }));
      return opened.filter((socket) => socket instanceof Socket);
    });
  }

  /** Closes the connections that no request is on. */
  destroyIdle(): void {
    this.#connecting.ready.destroy();
    for (const agent of [this.#http, this.#https]) {
      for (const socket of Object.values(agent?.freeSockets ?? {}).flat()) socket?.destroy();
    }
  }

  /** Closes every connection. */
  destroy(): void {
    this.#connecting.ready.destroy();
    this.#http?.destroy();
    this.#https?.destroy();
  }
}

/** No subclass: that would load Node's code with this file. */
function httpAgent(connecting: Connecting): HttpAgent {
  const agent = new HttpAgent(KEPT);
  const create = agent.createConnection.bind(agent);
  const open: Open = (pinned, tunnel) => tunnel ?? create(pinned);
  agent.createConnection = (options, created) =>
    connect(connecting, { options, isTls: false, created, open });
  return agent;
}

function httpsAgent(connecting: Connecting, context: TlsContext): HttpsAgent {
  const agent = new HttpsAgent({ ...KEPT, minVersion: "TLSv1.2", rejectUnauthorized: true });
  const create = agent.createConnection.bind(agent);
  const open: Open = (pinned, tunnel) => {
    const tls: ConnectionOptions = { secureContext: context.get() };
    return create({ ...pinned, ...tls, ...(tunnel === undefined ? {} : { socket: tunnel }) });
  };
  agent.createConnection = (options, created) => connect(connecting, { options, isTls: true, created, open });
  return agent;
}

/** Opens a connection, through a tunnel where there is one. */
type Open = (pinned: ClientRequestArgs, tunnel?: Socket) => Duplex | null | undefined;

interface Wanted {
  readonly options: ClientRequestArgs;
  readonly isTls: boolean;
  readonly created: Created | undefined;
  readonly open: Open;
}

/** Gives the socket at once, so that the agent counts it. What the guard refuses, and a tunnel, is told to `created`. */
function connect(connecting: Connecting, wanted: Wanted): Duplex | undefined {
  const { guard, endpoints, reach, proxyOf, ready } = connecting;
  const { options, isTls, created, open } = wanted;
  const host = normalizeHost(options.host ?? options.hostname ?? "");
  const target = { host, port: Number(options.port ?? (isTls ? HTTPS_PORT : HTTP_PORT)) };
  const endpoint = endpoints.of(target);
  try {
    guard.check(target, reach);
    endpoint.checkCircuit();
    const proxy = reach === "stores" ? proxyOf(target, isTls) : undefined;
    if (proxy !== undefined) {
      void connectThrough(proxy, endpoint, connecting, wanted);
      return undefined;
    }
    const key = readyKey(target, isTls);
    const waiting = ready.take(key);
    if (waiting !== undefined) return waiting;
    const socket = open({ ...options, ...pin(guard, target, reach) });
    if (!(socket instanceof Socket)) throw new TypeError("A connection is no socket");
    superviseConnection(socket, endpoint, connecting, isTls);
    socket.once(isTls ? "secureConnect" : "connect", () => {
      ready.connected(key);
    });
    return socket;
  } catch (error) {
    created?.(connectionError(error, endpoint.name), new Socket());
    return undefined;
  }
}

function readyKey(target: Target, isTls: boolean): string {
  return `${isTls ? "https" : "http"}://${printTarget(target)}`;
}

const HTTP_PORT = 80;
const HTTPS_PORT = 443;

async function connectThrough(
  proxy: URL,
  endpoint: Endpoint,
  connecting: Connecting,
  { options, isTls, created, open }: Wanted,
): Promise<void> {
  try {
    const { openTunnel } = await import("./tunnel.ts");
    const tunnel = await openTunnel(proxy, endpoint, connecting);
    const socket = open({ ...options, ...pin(connecting.guard, endpoint.target, connecting.reach) }, tunnel);
    if (!(socket instanceof Socket)) throw new TypeError("A connection is no socket");
    if (isTls && socket instanceof TLSSocket) superviseHandshake(socket, endpoint, connecting);
    created?.(null, socket);
  } catch (error) {
    const problem = connectionError(error, endpoint.name);
    endpoint.notConnected(problem);
    created?.(problem, new Socket());
  }
}

/** Name of the server as the store has it, and the addresses that were checked; no socket of the file system. */
function pin(guard: Guard, target: Target, reach: Reach): ClientRequestArgs {
  const tls: ConnectionOptions = { servername: isIP(target.host) === 0 ? target.host : "" };
  return {
    ...tls,
    host: target.host,
    path: undefined,
    socketPath: undefined,
    lookup: guard.lookup(target, reach),
    ...NEXT_ADDRESS,
  };
}
