import type { Duplex } from "node:stream";

import type { Clock } from "./clock.ts";
import type { Endpoints } from "./endpoint.ts";
import type { Guard, Reach } from "./guard.ts";
import type { ProxyOf } from "./proxy.ts";
import type { ReadyConnections } from "./ready-connections.ts";
import type { PeerNames } from "./tls-error.ts";

/** What connections are made with. */
export interface Connecting {
  readonly guard: Guard;
  readonly reach: Reach;
  readonly proxyOf: ProxyOf;
  readonly endpoints: Endpoints;
  readonly clock: Clock;
  /** What the servers' certificates say, for the message where one is not trusted. */
  readonly peers: WeakMap<Duplex, PeerNames>;
  /** Opened ahead, with the same TLS settings. */
  readonly ready: ReadyConnections;
}
