import type { TestContext } from "node:test";

import type { Trust } from "../../src/eso/trust.ts";
import type { Code } from "../../src/ground/codes.ts";
import { LIMITS } from "../../src/ground/limits.ts";
import type { Resolve } from "../../src/net/guard.ts";
import type { HttpClient, HttpResponse, Network, TlsSettings } from "../../src/net/network.ts";
import { NetworkError } from "../../src/net/network-error.ts";
import { openNetwork } from "../../src/net/open-network.ts";
import { withRetry } from "../../src/net/retry.ts";
import { statusError } from "../../src/net/status-error.ts";
import type { FaultProxy, FaultProxyOptions } from "../servers/fault-proxy.ts";
import { startFaultProxy } from "../servers/fault-proxy.ts";
import type { FakeClock } from "./fake-clock.ts";
import { ImpatientClock } from "./fake-clock.ts";

export interface TestNetworkOptions {
  readonly trust?: Pick<Trust, "network" | "allowedHosts"> & { readonly proxies?: Trust["proxies"] };
  readonly clock?: FakeClock;
  readonly signal?: AbortSignal;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where names lead; names that are not in it do not exist. */
  readonly hosts?: Readonly<Record<string, readonly string[]>>;
}

/** A network for as long as the test, whose names and time are the test's own. */
export function testNetwork(
  t: TestContext,
  options: TestNetworkOptions = {},
): Network & { readonly clock: FakeClock } {
  const { trust = { network: "caller", allowedHosts: [] }, clock = new ImpatientClock(), hosts } = options;
  const network = openNetwork({
    trust: { proxies: "environment", ...trust },
    environment: options.environment ?? {},
    clock,
    signal: options.signal ?? new AbortController().signal,
    timeLeft: () => LIMITS.deadline - clock.now(),
    ...(hosts === undefined ? {} : { resolve: resolver(hosts) }),
  });
  t.after(() => {
    network.close();
  });
  return Object.assign(network, { clock });
}

/** A proxy for as long as the test. */
export async function faultProxy(t: TestContext, options: FaultProxyOptions = {}): Promise<FaultProxy> {
  const proxy = await startFaultProxy(options);
  t.after(async () => proxy.close());
  return proxy;
}

function resolver(hosts: Readonly<Record<string, readonly string[]>>): Resolve {
  return async (host) => {
    const addresses = hosts[host];
    if (addresses === undefined) throw Object.assign(new Error("foreign text"), { code: "ENOTFOUND" });
    return Promise.resolve(addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })));
  };
}

/** Gets a URL as a provider does: tried again by the rules, 429 and 5xx as errors. */
export async function get(network: Network, url: string, tls?: TlsSettings): Promise<HttpResponse> {
  const http = network.http(tls);
  return withRetry(network, async () => {
    const response = await http.send({ method: "GET", url: new URL(url), headers: {} });
    const error = statusError(response, new URL(url));
    if (error !== undefined) throw error;
    return response;
  });
}

/** Sends once. */
export async function sendOnce(http: HttpClient, url: string): Promise<HttpResponse> {
  return http.send({ method: "GET", url: new URL(url), headers: {} });
}

/** The code and message that something ends with. */
export async function problemOf(
  work: Promise<unknown>,
): Promise<{ readonly code: Code; readonly message: string }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof NetworkError) return error.problem;
    throw error;
  }
  throw new Error("nothing was thrown");
}

export function textOf({ body }: HttpResponse): string {
  return new TextDecoder().decode(body);
}
