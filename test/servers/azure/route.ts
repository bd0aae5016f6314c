import type { LookupAddress, LookupAllOptions } from "node:dns";
import dns from "node:dns/promises";
import { syncBuiltinESMExports } from "node:module";
import { Socket } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";

import type { Azure } from "./server.ts";

/** The address of the metadata service, which is in no name server. */
const MACHINE = "169.254.169.254";

/** Names that only a name server of Azure has: what this server does not serve does not exist. */
const CLOUD = /\.vault\.(?:azure\.net|usgovcloudapi\.net|azure\.cn|microsoftazure\.de)$/;

/** What leads to a server. */
export type Route = Pick<Azure, "port" | "identityPort" | "ca" | "names">;

/**
 * Makes the names of Azure lead to a server in this process, as a hosts file, a port redirection and an installed
 * authority would do for a whole machine. What runs in the process is the same as ever.
 */
export function routeToAzure({ port, identityPort, ca, names }: Route): void {
  const lookUp = dns.lookup;
  const routed = async (host: string, options: LookupAllOptions): Promise<LookupAddress[]> => {
    if (names.includes(host)) return [{ address: "127.0.0.1", family: 4 }];
    if (CLOUD.test(host))
      throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: "ENOTFOUND" });
    return lookUp(host, options);
  };
  dns.lookup = routed as typeof dns.lookup;
  syncBuiltinESMExports();
  redirectPorts((host) => (names.includes(host) ? port : undefined), identityPort);
  setDefaultCACertificates([...getCACertificates("default"), ca]);
}

interface Destination {
  host?: string;
  port?: number | string;
}

function redirectPorts(portOf: (host: string) => number | undefined, identityPort: number): void {
  const connect: unknown = Reflect.get(Socket.prototype, "connect");
  if (typeof connect !== "function") throw new TypeError("A socket does not connect");
  Socket.prototype.connect = function redirected(this: Socket, ...args: unknown[]): Socket {
    const [first] = args;
    const destination = (Array.isArray(first) ? first[0] : first) as Destination;
    if (destination.host === MACHINE) Object.assign(destination, { host: "127.0.0.1", port: identityPort });
    else if (Number(destination.port) === 443) destination.port = portOf(destination.host ?? "") ?? 443;
    return Reflect.apply(connect, this, args) as Socket;
  };
}
