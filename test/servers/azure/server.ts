import { createServer as createHttpServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { TLSSocket } from "node:tls";

import { newAuthority } from "./certificates.ts";
import { Entra, LOGIN_HOSTS } from "./entra.ts";
import type { Received, Reply } from "./exchange.ts";
import { Violation } from "./exchange.ts";
import { KeyVault } from "./key-vault.ts";
import { ManagedIdentity } from "./managed-identity.ts";
import type { AzureSeed } from "./seed.ts";
import { TokenIssuer } from "./tokens.ts";
import { Vault } from "./vault.ts";

/** The names that certificates of the clouds' vaults are for. */
const VAULT_DOMAINS: readonly string[] = [
  "*.vault.azure.net",
  "*.vault.usgovcloudapi.net",
  "*.vault.azure.cn",
  "*.vault.microsoftazure.de",
];

/** Names by which the first vault and the login service are also reached, for clients that bring no resolver. */
const LOOPBACK: readonly string[] = ["localhost", "127.0.0.1"];

/** A running server. It listens on loopback only. */
export interface Azure {
  /** Of vaults and login service, over TLS. */
  readonly port: number;
  /** Of the managed identity endpoints, over plain HTTP. */
  readonly identityPort: number;
  /** PEM of the authority that signed the server's certificate. */
  readonly ca: string;
  /** The names of the vaults and of the login service that it serves. */
  readonly names: readonly string[];
  readonly keyVault: KeyVault;
  readonly entra: Entra;
  readonly managedIdentity: ManagedIdentity;
  readonly tokens: TokenIssuer;
  /** What stands between a vault and its clients: it may change an answer, or keep it (undefined). */
  between: ((request: Received, reply: Reply) => Reply | undefined) | undefined;
  /** What clients did that no client of the real services does. */
  readonly violations: readonly string[];
  close(): Promise<void>;
}

/** Where a server listens; at free ports where none are named. */
export interface Ports {
  readonly port?: number;
  readonly identityPort?: number;
}

/** Starts Key Vault, Microsoft Entra ID and the managed identity endpoints with what the seed holds. */
export async function startAzure(seed: AzureSeed, ports: Ports = {}): Promise<Azure> {
  const authority = newAuthority();
  const violations: string[] = [];
  const tokens = new TokenIssuer();
  const vaults = seed.vaults.map((vault) => new Vault(vault));
  const [keyVault, entra, managedIdentity] = [
    new KeyVault(vaults, tokens),
    new Entra(seed, tokens),
    new ManagedIdentity(seed, tokens),
  ];
  const names = [...vaults.map(({ host }) => host), ...LOGIN_HOSTS];
  const { certificate, key } = authority.issue([...names, ...VAULT_DOMAINS, "localhost"], ["127.0.0.1"]);
  const route = (request: Received): Reply | undefined => {
    const vault = keyVault.vaultOf(request.host) ?? (isVaultPath(request) ? vaults[0] : undefined);
    if (vault !== undefined) {
      const reply = keyVault.answer(request, vault);
      return azure.between === undefined ? reply : azure.between(request, reply);
    }
    if ([...LOGIN_HOSTS, ...LOOPBACK].includes(request.host)) return entra.answer(request);
    throw new Violation(`host ${request.host} is unknown`);
  };
  const secure = createHttpsServer(
    { cert: certificate, key, minVersion: "TLSv1.2" },
    listener(route, violations),
  );
  const plain = createHttpServer(listener((request) => managedIdentity.answer(request), violations));
  const [port, identityPort] = await Promise.all([
    listen(secure, ports.port),
    listen(plain, ports.identityPort),
  ]);
  const azure: Azure = {
    port,
    identityPort,
    ca: authority.certificate,
    names,
    keyVault,
    entra,
    managedIdentity,
    tokens,
    violations,
    close: async () => {
      await Promise.all([secure, plain].map(closed));
    },
    between: undefined,
  };
  return azure;
}

/** On loopback one name serves all; the path tells the vault from the login service. */
function isVaultPath({ host, path }: Received): boolean {
  return LOOPBACK.includes(host) && /^\/{1,2}(secrets|keys|certificates)(\/|$)/.test(path);
}

function listener(
  route: (request: Received) => Reply | undefined,
  violations: string[],
): (message: IncomingMessage, response: ServerResponse) => void {
  return (message, response) => {
    void answer(message, response, route, violations);
  };
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  route: (request: Received) => Reply | undefined,
  violations: string[],
): Promise<void> {
  const reply = await replyTo(message, route, violations);
  if (reply === undefined) return;
  const { status, headers, body, text: plain = JSON.stringify(body) } = reply;
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8", ...headers });
  response.end(plain);
}

async function replyTo(
  message: IncomingMessage,
  route: (request: Received) => Reply | undefined,
  violations: string[],
): Promise<Reply | undefined> {
  try {
    return route(await receive(message));
  } catch (error) {
    const reason = error instanceof Violation ? error.message : `the server failed: ${String(error)}`;
    violations.push(`${message.method} ${message.headers.host}${message.url}: ${reason}`);
    return { status: 400, body: { error: { code: "BadParameter", message: reason } } };
  }
}

async function receive(message: IncomingMessage): Promise<Received> {
  const { headers, method = "", url = "", socket } = message;
  const authority = headers.host ?? "";
  const host = authority.replace(/:\d+$/, "");
  checkServerName(socket as TLSSocket, host);
  const [path = "", query = ""] = url.split("?");
  return {
    method,
    host,
    authority,
    path,
    query: new URLSearchParams(query),
    headers,
    body: await text(message),
  };
}

/** The name in the TLS handshake is the one in the Host header; an address has none. */
function checkServerName(
  { servername }: { readonly servername?: string | false | null },
  host: string,
): void {
  if (typeof servername === "string" && servername !== "" && servername !== host) {
    throw new Violation(`TLS was opened for ${servername}, and the request is for ${host}`);
  }
}

async function listen(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
