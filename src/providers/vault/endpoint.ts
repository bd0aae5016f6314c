import { visible } from "../../ground/visible.ts";

/** Where a Vault server is, and which namespace of it is meant. */
export interface Endpoint {
  readonly server: string;
  readonly namespace?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * The server's URL; undefined where it is no http or https URL. A query and a fragment do not count, as with Vault's own
 * client.
 */
export function serverUrl(server: string): URL | undefined {
  // URL forgives spaces and control characters, which Go does not.
  const url = /[\s\p{Cc}]/u.test(server) ? null : URL.parse(server);
  if (url === null || !/^https?:$/.test(url.protocol) || url.host === "") return undefined;
  url.search = "";
  url.hash = "";
  return url;
}

/** `HOST[:PORT]:NAMESPACE`, the beginning of the canonical names of all that the endpoint has. */
export function endpointId({ server, namespace, headers }: Endpoint): string {
  const url = serverUrl(server);
  const host = url === undefined ? visible(server) : url.host + url.pathname.replace(/\/+$/, "");
  const chosen = (namespace ?? headerOf(headers, NAMESPACE_HEADER) ?? "").replaceAll(/^\/+|\/+$/g, "");
  return `${host}:${chosen === "" || chosen === "root" ? "-" : chosen}`;
}

/** The header by which a request chooses its namespace. */
export const NAMESPACE_HEADER = "X-Vault-Namespace";

/** A header of a store, whatever its spelling. */
export function headerOf(headers: Endpoint["headers"], name: string): string | undefined {
  const wanted = name.toLowerCase();
  return Object.entries(headers ?? {}).find(([spelling]) => spelling.toLowerCase() === wanted)?.[1];
}
