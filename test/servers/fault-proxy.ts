import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer as createHttpServer, request as httpRequest } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import type { TlsOptions } from "node:tls";

/** What happens to one request. */
export type Fault =
  /** Passed on, or answered with 200 and `{}` where there is no server behind. */
  | { readonly kind: "pass" }
  /** A complete answer in the server's place. */
  | { readonly kind: "answer"; readonly status: number; readonly headers?: Headers; readonly body?: string }
  /** These bytes as they are, header included; then the connection ends, breaks, or stays open in silence. */
  | { readonly kind: "bytes"; readonly bytes: string; readonly ending: "end" | "reset" | "stay" }
  /** These bytes one by one. */
  | { readonly kind: "drip"; readonly bytes: string; readonly milliseconds: number }
  /** The server's answer up to so many bytes, header included; then the connection ends or breaks. */
  | { readonly kind: "cut"; readonly after: number; readonly ending: "end" | "reset" }
  /** No answer. */
  | { readonly kind: "silence" };

type Headers = Readonly<Record<string, string>>;

/** A request as it came. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface FaultProxyOptions {
  /** Where requests are passed on to: `http://host:port`. */
  readonly upstream?: string;
  /** TLS in front, with this certificate. */
  readonly tls?: TlsOptions;
  /** What happens to the requests, in the order of their arrival; those after the last are passed on. */
  readonly faults?: readonly Fault[];
  /** What happens to requests instead, where it is not undefined. */
  readonly always?: Fault;
  /** Milliseconds that each request takes longer. */
  readonly delay?: number;
}

/** A running proxy. It listens on loopback only. */
export interface FaultProxy {
  /** `http://127.0.0.1:port`, or https. */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly Received[];
  /** Most requests that were under way at the same time. */
  readonly atOnce: number;
  /** How many connections were made. */
  readonly connections: number;
  close(): Promise<void>;
}

/** Starts a proxy that does as its faults say. */
export async function startFaultProxy(options: FaultProxyOptions = {}): Promise<FaultProxy> {
  const proxy = new Proxy(options);
  await proxy.listen();
  return proxy;
}

class Proxy implements FaultProxy {
  readonly requests: Received[] = [];
  atOnce = 0;
  connections = 0;
  port = 0;
  #underWay = 0;
  readonly #options: FaultProxyOptions;
  readonly #faults: Fault[];
  readonly #sockets = new Set<Socket>();
  readonly #server: ReturnType<typeof createHttpServer> | ReturnType<typeof createHttpsServer>;

  constructor(options: FaultProxyOptions) {
    this.#options = options;
    this.#faults = [...(options.faults ?? [])];
    const serve = (request: IncomingMessage, response: ServerResponse): void => {
      void this.#serve(request, response);
    };
    this.#server =
      options.tls === undefined ? createHttpServer(serve) : createHttpsServer(options.tls, serve);
    this.#server.on("connection", (socket: Socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", () => this.#sockets.delete(socket));
    });
    this.#server.on("tlsClientError", () => undefined);
  }

  get url(): string {
    return `http${this.#options.tls === undefined ? "" : "s"}://127.0.0.1:${this.port}`;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, "127.0.0.1", resolve);
    });
    this.port = (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#underWay += 1;
    this.atOnce = Math.max(this.atOnce, this.#underWay);
    response.once("close", () => {
      this.#underWay -= 1;
    });
    const body = await buffer(request);
    const { method = "", url = "", headers } = request;
    this.requests.push({ method, url, headers, body: body.toString() });
    if (this.#options.delay !== undefined) await wait(this.#options.delay);
    const fault = this.#options.always ?? this.#faults.shift() ?? { kind: "pass" };
    await this.#do(fault, request, response, body);
  }

  async #do(fault: Fault, request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
    const { socket } = request;
    switch (fault.kind) {
      case "silence":
        return;
      case "answer":
        respond(response, fault.status, fault.headers ?? {}, fault.body ?? "");
        return;
      case "bytes":
        socket.write(fault.bytes, "latin1", () => {
          end(socket, fault.ending);
        });
        return;
      case "drip":
        await drip(socket, fault.bytes, fault.milliseconds);
        return;
      case "cut":
        socket.write(bytesOf(await this.#ask(request, body)).subarray(0, fault.after), () => {
          end(socket, fault.ending);
        });
        return;
      case "pass": {
        const { status, headers, body: answer } = await this.#ask(request, body);
        respond(response, status, headers, answer);
      }
    }
  }

  async #ask({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
    const { upstream } = this.#options;
    if (upstream === undefined) return { status: 200, headers: {}, body: Buffer.from("{}") };
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const passed = httpRequest(`${upstream}${url ?? ""}`, { method, headers, agent: false }, resolve);
      passed.on("error", reject);
      passed.end(body);
    });
    const kept = Object.entries(answer.headers).filter(([name]) => !FRAMING.has(name));
    return {
      status: answer.statusCode ?? 0,
      headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
      body: await buffer(answer),
    };
  }
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** What is about the server's connection and not about ours. */
const FRAMING = new Set(["connection", "keep-alive", "transfer-encoding", "content-length"]);

function bytesOf({ status, headers, body }: Answer): Buffer {
  const head = [
    `HTTP/1.1 ${status} Answer`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${body.length}`,
    "\r\n",
  ];
  return Buffer.concat([Buffer.from(head.join("\r\n"), "latin1"), body]);
}

function respond(response: ServerResponse, status: number, headers: Headers, body: string | Buffer): void {
  const length = status === 204 ? {} : { "content-length": Buffer.byteLength(body) };
  response.writeHead(status, { ...length, ...headers });
  response.end(body);
}

function end(socket: Socket, how: "end" | "reset" | "stay"): void {
  if (how === "end") socket.end();
  else if (how === "reset") socket.resetAndDestroy();
}

async function drip(socket: Socket, bytes: string, milliseconds: number): Promise<void> {
  for (const byte of bytes) {
    if (socket.destroyed) return;
    socket.write(byte, "latin1");
    await wait(milliseconds);
  }
}
