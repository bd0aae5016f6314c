import { visible } from "../../ground/visible.ts";

/** Where a Vault server is, and which namespace of it is meant. */
export interface Endpoint {
  readonly server: string;
  readonly namespace?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The server's URL without a slash at its end; undefined where it is no http or https URL. */
export function serverUrl(server: string): URL | undefined {
  const url = URL.canParse(server) ? new URL(server) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.host === "") return undefined;
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
