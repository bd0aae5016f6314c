import type { Socket } from "node:net";
import { connect as connectPlain, isIP } from "node:net";
import { connect as connectTls } from "node:tls";

import { encodeBase64 } from "../go/base64.ts";
import { toGoString } from "../go/bytes.ts";
import { LIMITS } from "../ground/limits.ts";
import type { Connecting } from "./connecting.ts";
import { connectionError } from "./connection-error.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Target } from "./guard.ts";
import { printTarget, targetOf } from "./guard.ts";
import type { RetryRule } from "./network-error.ts";
import { NetworkError, RETRY } from "./network-error.ts";
import { superviseConnection } from "./supervise.ts";

/**
 * Connects to a host through an HTTP proxy (CONNECT: RFC 9110, 9.3.6). The host's name goes to the proxy, which looks
 * it up; TLS then is with the host and not with the proxy. Throws NetworkError.
 */
export async function openTunnel(proxy: URL, endpoint: Endpoint, connecting: Connecting): Promise<Socket> {
  const { guard, endpoints, clock } = connecting;
  const via = endpoints.of(targetOf(proxy));
  guard.check(via.target, "proxy");
  const socket = connectTo(proxy, via.target, connecting);
  superviseConnection(socket, via, connecting, proxy.protocol === "https:");
  const cancel = clock.after(LIMITS.handshake, () => {
    socket.destroy(refused(via, "gives no answer"));
  });
  try {
    socket.write(connectRequest(proxy, endpoint.target));
    const status = await readStatus(socket);
    if (status < 200 || status > 299) throw refusedWith(via, status);
    return socket;
  } catch (error) {
    socket.destroy();
    throw throughProxy(connectionError(error, via.name), endpoint, via);
  } finally {
    cancel();
  }
}

function connectTo(proxy: URL, { host, port }: Target, { guard }: Connecting): Socket {
  const options = { host, port, lookup: guard.lookup({ host, port }, "proxy") };
  if (proxy.protocol === "http:") return connectPlain(options);
  const servername = isIP(host) === 0 ? host : "";
  return connectTls({ ...options, servername, minVersion: "TLSv1.2", rejectUnauthorized: true });
}

function connectRequest({ username, password }: URL, target: Target): string {
  const authority = printTarget(target);
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const login = encodeBase64(toGoString(user), "std");
  const authorization = user === ":" ? "" : `Proxy-Authorization: Basic ${login}\r\n`;
  return `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${authorization}\r\n`;
}

/** The status of the answer; its header is read to the end and no further. 0 where it is none. */
async function readStatus(socket: Socket): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let head = "";
  const read = (): void => {
    for (let byte: unknown = socket.read(1); byte instanceof Uint8Array; byte = socket.read(1)) {
      head += String.fromCharCode(...byte);
      if (head.endsWith("\r\n\r\n")) resolve(Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 0));
      else if (head.length > LIMITS.answerHeader) resolve(0);
      else continue;
      return;
    }
  };
  const over = (): void => {
    resolve(0);
  };
  socket.on("readable", read).once("error", reject).once("end", over);
  try {
    return await promise;
  } finally {
    socket.off("readable", read).off("error", reject).off("end", over);
  }
}

const LOGIN_REQUIRED = 407;

function refusedWith(via: Endpoint, status: number): NetworkError {
  if (status === LOGIN_REQUIRED) return refused(via, "wants a login (407)", RETRY.never);
  if (status === 0) return refused(via, "does not answer as an HTTP proxy");
  return refused(via, `refuses the connection (${status})`, status >= 500 ? RETRY.transient : RETRY.never);
}

function refused(via: Endpoint, reason: string, rule: RetryRule = RETRY.unreachable): NetworkError {
  return new NetworkError({ code: "UNREACHABLE", message: `the proxy "${via.name}" ${reason}` }, rule);
}

/** The proxy's problem as the host's: whoever reads it knows the host. */
function throughProxy({ problem, retry }: NetworkError, endpoint: Endpoint, via: Endpoint): NetworkError {
  const reason = problem.message.replace(/^Cannot .*?": /, `the proxy "${via.name}" cannot be used: `);
  return new NetworkError(
    {
      code: problem.code,
      message: `Cannot reach "${endpoint.name}": ${reason}`,
      hint: "Correct HTTPS_PROXY, HTTP_PROXY or NO_PROXY; a login is written http://USER:PASSWORD@HOST:PORT",
    },
    retry,
  );
}
