import type { IncomingMessage } from "node:http";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import type { TlsOptions } from "node:tls";

export interface ConnectProxyOptions {
  readonly tls?: TlsOptions;
  /** What is answered in place of a tunnel. */
  readonly answer?: string;
  /** `user:password` that a client must log in with. */
  readonly login?: string;
  /** Where hosts are, as the proxy looks them up; all of them on loopback where it is not set. */
  readonly lookUp?: (host: string) => string;
}

/** An HTTP proxy that makes tunnels (CONNECT). It listens on loopback only. */
export interface ConnectProxy {
  readonly port: number;
  /** `vault.example.com:443`, for each tunnel that was asked for. */
  readonly tunnels: readonly string[];
  close(): Promise<void>;
}

/** Starts a proxy. */
export async function startConnectProxy(options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const { tls, answer, login, lookUp = () => "127.0.0.1" } = options;
  const tunnels: string[] = [];
  const sockets = new Set<Duplex>();
  const server = tls === undefined ? createHttpServer() : createHttpsServer(tls);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  server.on("connect", (request: IncomingMessage, socket: Duplex) => {
    const { url = "", headers } = request;
    tunnels.push(url);
    const given = Buffer.from(
      headers["proxy-authorization"]?.slice("Basic ".length) ?? "",
      "base64",
    ).toString();
    if (answer !== undefined) socket.end(answer);
    else if (login !== undefined && given !== login)
      socket.end("HTTP/1.1 407 Login\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n");
    else tunnel(url, socket);
  });
  const tunnel = (authority: string, socket: Duplex): void => {
    const { hostname, port } = new URL(`https://${authority}`);
    const target = connect(Number(port === "" ? "443" : port), lookUp(hostname));
    sockets.add(target);
    target.once("connect", () => {
      socket.write("HTTP/1.1 200 Connection established\r\nx-via: test\r\n\r\n");
      socket.pipe(target).pipe(socket);
    });
    target.on("error", () => socket.end("HTTP/1.1 502 Bad gateway\r\ncontent-length: 0\r\n\r\n"));
  };
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    tunnels,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
