import { isIP } from "node:net";
import type { Socket } from "node:net";
import type { PeerCertificate } from "node:tls";
import { TLSSocket } from "node:tls";

import { LIMITS } from "../ground/limits.ts";
import type { Clock } from "./clock.ts";
import { connectionError, notConnected, tooSlow } from "./connection-error.ts";
import type { Connecting } from "./connecting.ts";
import type { Endpoint } from "./endpoint.ts";
import type { PeerNames } from "./tls-error.ts";

type Supervising = Pick<Connecting, "clock" | "peers">;

/** Ends a connection that is not made in time, and tells the endpoint how it went. */
export function superviseConnection(
  socket: Socket,
  endpoint: Endpoint,
  supervising: Supervising,
  isTls: boolean,
): void {
  const timer = new Timer(supervising.clock);
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
    if (isTls && socket instanceof TLSSocket) superviseHandshake(socket, endpoint, supervising);
  });
  socket.once("error", (error: unknown) => {
    if (!isConnected) endpoint.notConnected(connectionError(error, endpoint.name));
  });
  socket.once("close", () => {
    timer.stop();
  });
}

/** Ends a handshake that takes too long, and keeps what the certificate says. */
export function superviseHandshake(
  socket: TLSSocket,
  endpoint: Endpoint,
  { clock, peers }: Supervising,
): void {
  const timer = new Timer(clock);
  timer.start(LIMITS.handshake, () =>
    socket.destroy(tooSlow(endpoint.name, "the TLS handshake", LIMITS.handshake)),
  );
  // Emitted before the certificate is judged: afterwards it is gone with the connection.
  socket.prependOnceListener("secure", () => {
    peers.set(socket, peerNames(socket));
  });
  for (const event of ["secureConnect", "close"]) {
    socket.once(event, () => {
      timer.stop();
    });
  }
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
