import type { ClientRequestArgs } from "node:http";
import { Agent as HttpAgent } from "node:http";
import type { RequestOptions } from "node:https";
import { Agent as HttpsAgent } from "node:https";
import { isIP, Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { ConnectionOptions, PeerCertificate, SecureContext } from "node:tls";
import { TLSSocket } from "node:tls";

import { LIMITS } from "../ground/limits.ts";
import type { Clock } from "./clock.ts";
import { connectionError, notConnected, tooSlow } from "./connection-error.ts";
import type { Endpoint, Endpoints } from "./endpoint.ts";
import type { Guard, Reach, Target } from "./guard.ts";
import { normalizeHost } from "./guard.ts";
import type { PeerNames } from "./tls-error.ts";

/** What connections are made with. */
export interface Connecting {
  readonly guard: Guard;
  readonly reach: Reach;
  readonly endpoints: Endpoints;
  readonly clock: Clock;
  /** What the servers' certificates say, for the message where one is not trusted. */
  readonly peers: WeakMap<Duplex, PeerNames>;
}

type Created = (error: Error | null, stream: Duplex) => void;

const KEPT = { keepAlive: true, maxSockets: LIMITS.inFlight, maxFreeSockets: LIMITS.inFlight };
/** How long one of several addresses is tried before the next one is tried beside it: Node's 250 ms are too few. */
const NEXT_ADDRESS = { autoSelectFamilyAttemptTimeout: 1000 };

/** Connections of plain HTTP that the guard let pass. */
export class GuardedHttpAgent extends HttpAgent {
  readonly #connecting: Connecting;

  constructor(connecting: Connecting) {
    super(KEPT);
    this.#connecting = connecting;
  }

  override createConnection(options: ClientRequestArgs, created?: Created): Duplex | undefined {
    return connect(this.#connecting, { options, defaultPort: 80, created }, (pinned) =>
      super.createConnection(pinned),
    );
  }
}

/** Connections of TLS 1.2 or later that the guard let pass. */
export class GuardedHttpsAgent extends HttpsAgent {
  readonly #connecting: Connecting;
  readonly #context: () => SecureContext;

  constructor(connecting: Connecting, context: () => SecureContext) {
    super({ ...KEPT, minVersion: "TLSv1.2", rejectUnauthorized: true });
    this.#connecting = connecting;
    this.#context = context;
  }

  override createConnection(options: RequestOptions, created?: Created): Duplex | undefined {
    return connect(this.#connecting, { options, defaultPort: 443, created }, (pinned) => {
      const tls: ConnectionOptions = { secureContext: this.#context() };
      return super.createConnection({ ...pinned, ...tls });
    });
  }
}

interface Wanted {
  readonly options: ClientRequestArgs;
  readonly defaultPort: number;
  readonly created: Created | undefined;
}

/** Gives the socket at once, so that the agent counts it; what the guard refuses is told to `created`. */
function connect(
  connecting: Connecting,
  { options, defaultPort, created }: Wanted,
  open: (pinned: ClientRequestArgs) => Duplex | null | undefined,
): Duplex | undefined {
  const { guard, endpoints, reach } = connecting;
  const host = normalizeHost(options.host ?? options.hostname ?? "");
  const target = { host, port: Number(options.port ?? defaultPort) };
  const endpoint = endpoints.of(target);
  try {
    guard.check(target, reach);
    endpoint.checkCircuit();
    const socket = open({ ...options, ...pin(guard, target, reach) });
    if (!(socket instanceof Socket)) throw new TypeError("A connection is no socket");
    supervise(socket, endpoint, connecting);
    return socket;
  } catch (error) {
    const problem = connectionError(error, endpoint.name);
    created?.(problem, new Socket());
    return undefined;
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

/** Ends a connection that takes too long, and tells the endpoint how it went. */
function supervise(socket: Socket, endpoint: Endpoint, { clock, peers }: Connecting): void {
  const timer = new Timer(clock);
  let isConnected = false;
  const connecting = (): void => {
    timer.start(LIMITS.connect, () => socket.destroy(notConnected(endpoint.name, LIMITS.connect)));
  };
  if (isIP(endpoint.target.host) === 0) socket.once("lookup", connecting);
  else connecting();
  socket.once("connect", () => {
    isConnected = true;
    endpoint.connected();
    timer.stop();
    if (!(socket instanceof TLSSocket)) return;
    const slow = tooSlow(endpoint.name, "the TLS handshake", LIMITS.handshake);
    timer.start(LIMITS.handshake, () => socket.destroy(slow));
  });
  socket.once("secureConnect", () => {
    timer.stop();
  });
  // Emitted before the certificate is judged: afterwards it is gone with the connection.
  socket.prependOnceListener("secure", () => {
    if (socket instanceof TLSSocket) peers.set(socket, peerNames(socket));
  });
  socket.once("error", (error: unknown) => {
    if (!isConnected) endpoint.notConnected(connectionError(error, endpoint.name));
  });
  socket.once("close", () => {
    timer.stop();
  });
}

class Timer {
  readonly #clock: Clock;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(milliseconds: number, callback: () => void): void {
    this.stop();
    this.#cancel = this.#clock.after(milliseconds, callback);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}

/** The certificate as an X509Certificate must not be asked for here: Node then finds no names in it any more. */
function peerNames(socket: TLSSocket): PeerNames {
  const {
    subject,
    subjectaltname,
    valid_from: validFrom,
    valid_to: validTo,
  } = socket.getPeerCertificate() as Partial<PeerCertificate>;
  const names = subjectaltname ?? (subject?.CN === undefined ? "" : `CN=${String(subject.CN)}`);
  return { names, validFrom: validFrom ?? "", validTo: validTo ?? "" };
}
