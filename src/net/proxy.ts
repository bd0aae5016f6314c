import { ProblemError } from "../ground/problem-error.ts";
import type { Target } from "./guard.ts";
import { isSameHost, splitHostPort } from "./guard.ts";
import { isLoopbackAddress } from "./forbidden-address.ts";
import { contains, parseAddress, parseNetwork } from "./ip-address.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Which proxy is used for a host; undefined for none. */
export type ProxyOf = (target: Target, isTls: boolean) => URL | undefined;

/**
 * The proxies of HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in upper or lower case, as Go's httpproxy reads them: a proxy
 * without a scheme is http, and loopback is never asked through one. Throws ProblemError for a proxy that is no
 * http:// or https:// address.
 */
export function proxiesOf(environment: Environment): ProxyOf {
  const secure = proxyIn(environment, "HTTPS_PROXY");
  const plain = proxyIn(environment, "HTTP_PROXY");
  const exceptions = (variable(environment, "NO_PROXY") ?? "").split(",").map(parseException);
  return (target, isTls) => {
    const proxy = isTls ? secure : plain;
    const isDirect = isLoopback(target.host) || exceptions.some((matches) => matches(target));
    return isDirect ? undefined : proxy;
  };
}

function variable(environment: Environment, name: string): string | undefined {
  return [environment[name], environment[name.toLowerCase()]].find(
    (value) => value !== undefined && value !== "",
  );
}

function proxyIn(environment: Environment, name: string): URL | undefined {
  const value = variable(environment, name)?.trim();
  if (value === undefined || value === "") return undefined;
  const url = URL.parse(value.includes("://") ? value : `http://${value}`);
  if (url !== null && (url.protocol === "http:" || url.protocol === "https:")) return url;
  throw new ProblemError({
    code: "PROXY_INVALID",
    message: `Cannot use the proxy of the environment variable ${name}: it is no http:// or https:// address`,
    hint: `Write ${name}=http://HOST:PORT`,
  });
}

function isLoopback(host: string): boolean {
  return host === "localhost" || isLoopbackAddress(host);
}

type Matches = (target: Target) => boolean;

/**
 * One entry of NO_PROXY: `*`, a network, or with or without a port an address, a domain with its subdomains, or those
 * alone (`.domain`, `*.domain`).
 */
function parseException(text: string): Matches {
  const entry = text.trim().toLowerCase();
  if (entry === "*") return () => true;
  if (entry.includes("/")) return parseRange(entry);
  const { host, port } = splitHostPort(entry);
  const matches = parseHost(host.replace(/^\*\./, "."));
  return (target) => matches(target) && (port === undefined || port === target.port);
}

function parseHost(name: string): Matches {
  if (name === "") return () => false;
  if (parseAddress(name) !== undefined) return ({ host }) => isSameHost(host, name);
  const below = name.startsWith(".") ? name : `.${name}`;
  return ({ host }) => parseAddress(host) === undefined && (host === name || host.endsWith(below));
}

function parseRange(entry: string): Matches {
  const [address = "", bits = ""] = entry.split("/");
  if (parseAddress(address) === undefined || !/^\d{1,3}$/.test(bits)) return () => false;
  const network = parseNetwork(entry);
  return ({ host }) => {
    const bytes = parseAddress(host);
    return bytes !== undefined && contains(network, bytes);
  };
}
