import { lookup } from "node:dns/promises";
import type { Duplex } from "node:stream";
import type { SecureContext } from "node:tls";
import { createSecureContext } from "node:tls";

import type { Trust } from "../eso/trust.ts";
import type { Deadline } from "../ground/deadline.ts";
import { GuardedHttpAgent, GuardedHttpsAgent } from "./agent.ts";
import type { Clock } from "./clock.ts";
import { SYSTEM_CLOCK } from "./clock.ts";
import { Endpoints } from "./endpoint.ts";
import type { Reach, Resolve } from "./guard.ts";
import { Guard } from "./guard.ts";
import { GuardedHttpClient, targetOf } from "./http.ts";
import type { HttpClient, Network, TlsSettings } from "./network.ts";
import { NetworkError } from "./network-error.ts";
import { RetryBudget } from "./retry.ts";
import type { PeerNames } from "./tls-error.ts";

/** What a network is opened with. */
export interface NetworkOptions extends Deadline {
  readonly trust: Pick<Trust, "network" | "allowedHosts">;
  /** The machine's, where there is none. */
  readonly clock?: Clock | undefined;
  readonly resolve?: Resolve | undefined;
}

/** Opens the network of a run. Nothing is connected to before a request is sent. */
export function openNetwork(options: NetworkOptions): Network {
  return new GuardedNetwork(options);
}

interface Agents {
  readonly http: GuardedHttpAgent;
  readonly https: GuardedHttpsAgent;
}

class GuardedNetwork implements Network {
  readonly signal: AbortSignal;
  readonly timeLeft: () => number;
  readonly clock: Clock;
  readonly budget = new RetryBudget();
  readonly #guard: Guard;
  readonly #endpoints: Endpoints;
  readonly #peers = new WeakMap<Duplex, PeerNames>();
  readonly #received = { bytes: 0 };
  readonly #agents = new Map<string, Agents>();

  constructor({ trust, signal, timeLeft, clock = SYSTEM_CLOCK, resolve = resolveAll }: NetworkOptions) {
    this.signal = signal;
    this.timeLeft = timeLeft;
    this.clock = clock;
    this.#guard = new Guard(trust, resolve);
    this.#endpoints = new Endpoints(clock);
  }

  http(tls: TlsSettings = {}, reach: Reach = "stores"): HttpClient {
    return new GuardedHttpClient(this.#endpoints, {
      agents: this.agents(tls, reach),
      signal: this.signal,
      clock: this.clock,
      peers: this.#peers,
      received: this.#received,
    });
  }

  agents(tls: TlsSettings = {}, reach: Reach = "stores"): Agents {
    const key = JSON.stringify([reach, tls.ca, tls.certificate, tls.key]);
    const known = this.#agents.get(key);
    if (known !== undefined) return known;
    const connecting = {
      guard: this.#guard,
      endpoints: this.#endpoints,
      clock: this.clock,
      peers: this.#peers,
      reach,
    };
    const agents = {
      http: new GuardedHttpAgent(connecting),
      https: new GuardedHttpsAgent(connecting, secureContext(tls)),
    };
    this.#agents.set(key, agents);
    return agents;
  }

  isListed(url: URL): boolean {
    return this.#guard.isListed(targetOf(url));
  }

  close(): void {
    for (const { http, https } of this.#agents.values()) {
      http.destroy();
      https.destroy();
    }
  }
}

const resolveAll: Resolve = async (host) => lookup(host, { all: true });

/** The TLS context of all connections with these settings, made for the first of them. */
function secureContext({ ca, certificate, key }: TlsSettings): () => SecureContext {
  let context: SecureContext | undefined;
  return () => {
    try {
      context ??= createSecureContext({ minVersion: "TLSv1.2", ca, cert: certificate, key });
      return context;
    } catch {
      throw new NetworkError({
        code: "CREDENTIAL_INVALID",
        message:
          "Cannot use the TLS settings of the store: a certificate or key is not valid PEM, or they do not fit together",
        hint: "Look at the client certificate, its key and the CA of the store",
      });
    }
  };
}
