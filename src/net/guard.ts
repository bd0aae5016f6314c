import type { LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";

import type { Trust } from "../eso/trust.ts";
import { visible } from "../ground/visible.ts";
import { isForbiddenAddress, isMetadataAddress } from "./forbidden-address.ts";
import { parseAddress } from "./ip-address.ts";
import { NetworkError } from "./network-error.ts";

/**
 * Whom connections are for: a store's provider, the cloud's own identity, which is asked at fixed addresses only, or
 * the proxy of the process's own environment.
 */
export type Reach = "stores" | "metadata" | "proxy";

/** A host without brackets, in lower case, and a port. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/** All addresses of a host. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

type LookedUp = Parameters<LookupFunction>[2];

/** Names of metadata services, for a proxy that would look them up itself. */
const METADATA_NAMES = /^(?:metadata(?:\.google\.internal|\.goog)?|instance-data(?:\..+\.internal)?)$/;
/** Allowed hosts that a message names. */
const MOST_NAMED = 5;

/**
 * Decides which hosts and addresses may be connected to. A name is resolved once in a run, every one of its addresses
 * is checked, and the connection goes to those: what the name leads to later does not count.
 */
export class Guard {
  readonly #trust: Pick<Trust, "network" | "allowedHosts">;
  readonly #resolve: Resolve;
  readonly #resolved = new Map<string, Promise<readonly LookupAddress[]>>();

  constructor(trust: Pick<Trust, "network" | "allowedHosts">, resolve: Resolve) {
    this.#trust = trust;
    this.#resolve = resolve;
  }

  /** Throws NetworkError where the host is not allowed, or is an address or a name that never is. */
  check(target: Target, reach: Reach): void {
    const { host } = target;
    if (reach === "metadata") {
      if (!isMetadataAddress(host) && host !== "localhost") throw notMetadata(target);
      return;
    }
    if (parseAddress(host) === undefined ? METADATA_NAMES.test(host) : isForbiddenAddress(host))
      throw forbidden(target);
    if (reach === "proxy") return;
    if (this.#trust.network === "listed" && !this.isListed(target))
      throw notAllowed(target, this.#trust.allowedHosts);
  }

  /** Whether one of the allowed hosts is this one. */
  isListed(target: Target): boolean {
    return this.#trust.allowedHosts.some((entry) => allows(entry, target));
  }

  /** For `net.connect`: gives the addresses of a name that `check` let pass, if all of them may be connected to. */
  lookup(target: Target, reach: Reach): LookupFunction {
    return (_hostname, options, callback) => {
      void this.#lookUp(target, reach, options.all === true, callback);
    };
  }

  async #lookUp(target: Target, reach: Reach, isAll: boolean, callback: LookedUp): Promise<void> {
    let addresses: readonly LookupAddress[];
    try {
      addresses = await this.#addresses(target, reach);
    } catch (error) {
      callback(error instanceof Error ? error : new TypeError("A look-up failed"), "");
      return;
    }
    const [{ address, family } = { address: "", family: 0 }] = addresses;
    if (isAll) callback(null, [...addresses]);
    else callback(null, address, family);
  }

  async #addresses(target: Target, reach: Reach): Promise<readonly LookupAddress[]> {
    const { host } = target;
    const known = this.#resolved.get(host) ?? this.#resolve(host);
    this.#resolved.set(host, known);
    try {
      const addresses = await known;
      const mayConnect = reach === "metadata" ? isMetadataAddress : isAllowedAddress;
      if (addresses.length > 0 && addresses.every(({ address }) => mayConnect(address))) return addresses;
    } catch (error) {
      this.#resolved.delete(host);
      throw error;
    }
    throw forbidden(target);
  }
}

function isAllowedAddress(address: string): boolean {
  return !isForbiddenAddress(address);
}

/** HOST, HOST:PORT, [IPV6]:PORT, and *.DOMAIN for all names below a domain. */
function allows(entry: string, { host, port }: Target): boolean {
  const allowed = splitHostPort(entry);
  if (allowed.port !== undefined && allowed.port !== port) return false;
  if (allowed.host.startsWith("*."))
    return host.endsWith(allowed.host.slice(1)) && parseAddress(host) === undefined;
  return allowed.host !== "" && isSameHost(allowed.host, host);
}

/** The host of `HOST`, `HOST:PORT`, `[IPV6]`, `[IPV6]:PORT` and `IPV6` as `normalizeHost` has it, and the port. */
export function splitHostPort(text: string): { readonly host: string; readonly port: number | undefined } {
  const [, host, port] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(text) ?? [];
  return { host: normalizeHost(host ?? text), port: port === undefined ? undefined : Number(port) };
}

/** Whether two hosts are the same name, or the same address in whatever notation. */
export function isSameHost(one: string, other: string): boolean {
  return one === other || (parseAddress(one)?.join() ?? one) === (parseAddress(other)?.join() ?? other);
}

/** A host as it is compared: in lower case, without brackets and the final dot of a name. */
export function normalizeHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
}

/** The host and port of a URL. */
export function targetOf({ protocol, hostname, port }: URL): Target {
  const defaultPort = protocol === "https:" ? 443 : 80;
  return { host: normalizeHost(hostname), port: port === "" ? defaultPort : Number(port) };
}

/** `vault.example.com:8200`, for messages. */
export function printTarget({ host, port }: Target): string {
  return visible(host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`);
}

function forbidden(target: Target): NetworkError {
  return new NetworkError({
    code: "ENDPOINT_DENIED",
    message: `Cannot connect to "${printTarget(target)}": it leads to a link-local, metadata or reserved address, which no store may use`,
    hint: "Correct the address in the store, or look up where its name leads",
  });
}

function notMetadata(target: Target): NetworkError {
  return new NetworkError({
    code: "ENDPOINT_DENIED",
    message: `Cannot ask "${printTarget(target)}" for the cloud's own identity: it is not a metadata service or on loopback`,
    hint: "Correct the environment variable that names the endpoint",
  });
}

function notAllowed(target: Target, allowedHosts: readonly string[]): NetworkError {
  return new NetworkError({
    code: "ENDPOINT_DENIED",
    message: `Cannot connect to "${printTarget(target)}": ${printAllowed(allowedHosts)} allowed`,
    hint: `Pass --allow-host ${printTarget(target)} if it is meant`,
  });
}

function printAllowed(hosts: readonly string[]): string {
  if (hosts.length === 0) return "no host is";
  const named = hosts.slice(0, MOST_NAMED).map((host) => `"${visible(host)}"`);
  const others = hosts.length > MOST_NAMED ? [`${hosts.length - MOST_NAMED} more`] : [];
  return `only ${[...named, ...others].join(", ")} ${hosts.length === 1 ? "is" : "are"}`;
}
