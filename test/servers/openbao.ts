import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { toolPath } from "./find.ts";
import { freePort } from "./free-port.ts";

/** A certificate with its key, as PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

export interface OpenBaoOptions {
  /** Certificate of a second listener, which speaks TLS and asks for a client certificate without requiring one. */
  readonly tls?: KeyPair;
  /** CA of the client certificates without which the TLS listener lets nobody in. */
  readonly clientCa?: string;
}

/** A server that is running on loopback, unsealed, with the token `root` and a KV v2 mount at `secret`. */
export interface OpenBao {
  readonly address: string;
  readonly tlsAddress: string;
  /** A request with the token `root`; gives the answer's body. Throws for another status than 2xx. */
  request(method: string, path: string, options?: RequestOptions): Promise<unknown>;
  stop(): Promise<void>;
}

export interface RequestOptions {
  readonly body?: unknown;
  readonly namespace?: string;
  readonly token?: string;
}

const READY_LIMIT = 20_000;
const POLL = 20;

/** Starts an OpenBao in its development mode. Throws where it is not installed, or does not get ready. */
export async function startOpenBao(options: OpenBaoOptions = {}): Promise<OpenBao> {
  const port = await freePort(2);
  const home = mkdtempSync(join(tmpdir(), "presecret-openbao-"));
  const config = options.tls === undefined ? [] : [`-config=${tlsConfig(home, port + 2, options)}`];
  const flags = ["-dev-root-token-id=root", "-dev-no-store-token", `-dev-listen-address=127.0.0.1:${port}`];
  const server = spawn(toolPath("openbao"), ["server", "-dev", ...flags, ...config], {
    env: { HOME: home, PATH: process.env["PATH"] },
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolve) => {
    server.once("exit", () => {
      resolve();
    });
  });
  const stop = async (): Promise<void> => {
    server.kill("SIGTERM");
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  const address = `http://127.0.0.1:${port}`;
  try {
    await ready(address);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    address,
    tlsAddress: `https://127.0.0.1:${port + 2}`,
    request: async (method, path, request = {}) => ask(address, method, path, request),
    stop,
  };
}

function tlsConfig(home: string, port: number, { tls, clientCa }: OpenBaoOptions): string {
  const file = (name: string, content: string): string => {
    writeFileSync(join(home, name), content);
    return join(home, name);
  };
  const listener = {
    address: `127.0.0.1:${port}`,
    tls_cert_file: file("tls.crt", tls?.certificate ?? ""),
    tls_key_file: file("tls.key", tls?.key ?? ""),
    ...(clientCa === undefined
      ? {}
      : { tls_client_ca_file: file("client-ca.crt", clientCa), tls_require_and_verify_client_cert: true }),
  };
  return file("config.json", JSON.stringify({ listener: [{ tcp: listener }] }));
}

/** The development server is ready when its mount is: health alone comes a moment earlier. */
async function ready(address: string): Promise<void> {
  const start = performance.now();
  while (performance.now() - start < READY_LIMIT) {
    try {
      const response = await fetch(`${address}/v1/secret/config`, { headers: { "X-Vault-Token": "root" } });
      await response.arrayBuffer();
      if (response.status === 200) return;
    } catch {
      // Nobody listens yet.
    }
    await wait(POLL);
  }
  throw new Error("OpenBao did not get ready");
}

async function ask(
  address: string,
  method: string,
  path: string,
  { body, namespace, token = "root" }: RequestOptions,
): Promise<unknown> {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const response = await fetch(`${address}/v1/${encoded}`, {
    method,
    headers: {
      "X-Vault-Token": token,
      ...(namespace === undefined ? {} : { "X-Vault-Namespace": namespace }),
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}
