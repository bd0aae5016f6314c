import { lookup } from "node:dns/promises";
import type { Duplex } from "node:stream";

import type { Trust } from "../eso/trust.ts";
import type { Deadline } from "../ground/deadline.ts";
import { GuardedAgents } from "./agent.ts";
import type { Clock } from "./clock.ts";
import { SYSTEM_CLOCK } from "./clock.ts";
import { Endpoints } from "./endpoint.ts";
import type { Reach, Resolve } from "./guard.ts";
import { Guard, targetOf } from "./guard.ts";
import { GuardedHttpClient } from "./http.ts";
import type { HttpClient, Network, TlsSettings } from "./network.ts";
import type { ProxyOf } from "./proxy.ts";
import { proxiesOf } from "./proxy.ts";
import { ReadyConnections } from "./ready-connections.ts";
import { RetryBudget } from "./retry.ts";
import { TlsContext } from "./tls-context.ts";
import type { PeerNames } from "./tls-error.ts";

/** What a network is opened with. */
export interface NetworkOptions extends Deadline {
  /** The process's environment, whose proxies count where the trust says so; none without it. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly trust: Pick<Trust, "network" | "allowedHosts"> & Partial<Pick<Trust, "proxies">>;
  /** The machine's, where there is none. */
  readonly clock?: Clock | undefined;
  readonly resolve?: Resolve | undefined;
}

/** Opens the network of a run. Nothing is connected to before a request is sent. */
export function openNetwork(options: NetworkOptions): Network {
  return new GuardedNetwork(options);
}

class GuardedNetwork implements Network {
  readonly signal: AbortSignal;
  readonly timeLeft: () => number;
  readonly clock: Clock;
  readonly budget = new RetryBudget();
  readonly #guard: Guard;
  readonly #proxyOf: ProxyOf;
  readonly #endpoints: Endpoints;
  readonly #peers = new WeakMap<Duplex, PeerNames>();
  readonly #received = { bytes: 0 };
  readonly #agents = new Map<string, GuardedAgents>();

  constructor(options: NetworkOptions) {
    const { trust, signal, timeLeft, environment = {}, clock = SYSTEM_CLOCK, resolve = resolveAll } = options;
    this.signal = signal;
    this.timeLeft = timeLeft;
    this.clock = clock;
    this.#guard = new Guard(trust, resolve);
    this.#proxyOf = trust.proxies === "environment" ? proxiesOf(environment) : () => undefined;
    this.#endpoints = new Endpoints({ clock, signal });
  }

  http(tls: TlsSettings = {}, reach: Reach = "stores"): HttpClient {
    const exchanging = {
      agents: this.agents(tls, reach),
      signal: this.signal,
      clock: this.clock,
      peers: this.#peers,
      received: this.#received,
    };
    return new GuardedHttpClient(this.#endpoints, exchanging, this.timeLeft);
  }

  agents(tls: TlsSettings = {}, reach: Reach = "stores"): GuardedAgents {
    const key = JSON.stringify([reach, tls.ca, tls.certificate, tls.key]);
    const known = this.#agents.get(key);
    if (known !== undefined) return known;
    const connecting = {
      guard: this.#guard,
      proxyOf: this.#proxyOf,
      endpoints: this.#endpoints,
      clock: this.clock,
      peers: this.#peers,
      reach,
      ready: new ReadyConnections(),
    };
    const agents = new GuardedAgents(connecting, new TlsContext(tls));
    this.#agents.set(key, agents);
    return agents;
  }

  prepare(url: URL, tls: TlsSettings, count: () => number): void {
    this.agents(tls).prepare(url, count);
  }

  isListed(url: URL): boolean {
    return this.#guard.isListed(targetOf(url));
  }

  closeIdle(): void {
    for (const agents of this.#agents.values()) agents.destroyIdle();
  }

  close(): void {
    for (const agents of this.#agents.values()) agents.destroy();
  }
}

const resolveAll: Resolve = async (host) => lookup(host, { all: true });
