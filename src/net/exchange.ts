import type { ClientRequest, IncomingMessage } from "node:http";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Duplex } from "node:stream";

import { LIMITS } from "../ground/limits.ts";
import type { GuardedAgents } from "./agent.ts";
import type { Clock } from "./clock.ts";
import { connectionError, deadline, interrupted, notHttp, tooSlow } from "./connection-error.ts";
import { normalizeHost } from "./guard.ts";
import { jsonExcess } from "./json-excess.ts";
import type { HttpRequest } from "./network.ts";
import { NetworkError } from "./network-error.ts";
import type { PeerNames } from "./tls-error.ts";

/** What one request is sent with. */
export interface Exchanging {
  readonly agents: GuardedAgents;
  /** The endpoint's name, for messages. */
  readonly endpoint: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly peers: WeakMap<Duplex, PeerNames>;
  /** Bytes of bodies in this run so far. */
  readonly received: { bytes: number };
}

/** One answer, before anybody looks at what it says. */
export interface RawResponse {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
}

/**
 * Sends one request and reads its whole answer, within `LIMITS.attempt` and before the deadline. An answer without a
 * length (neither content-length nor chunked) counts as broken: nobody could tell that it is complete. Throws
 * NetworkError.
 */
export async function exchange(request: HttpRequest, exchanging: Exchanging): Promise<RawResponse> {
  const { endpoint, signal, clock } = exchanging;
  if (signal.aborted) throw deadline(endpoint);
  const outgoing = open(request, exchanging);
  const failed = Promise.withResolvers<never>();
  const over = (): void => {
    failed.reject(deadline(endpoint));
  };
  const cancel = clock.after(LIMITS.attempt, () => {
    failed.reject(tooSlow(endpoint, "the answer", LIMITS.attempt));
  });
  signal.addEventListener("abort", over, { once: true });
  try {
    const incoming = await Promise.race([responseTo(outgoing, request, exchanging), failed.promise]);
    const body = await Promise.race([readBody(incoming, request, exchanging), failed.promise]);
    return { status: incoming.statusCode ?? 0, headers: headersOf(incoming), body };
  } catch (error) {
    outgoing.destroy();
    throw error;
  } finally {
    cancel();
    signal.removeEventListener("abort", over);
  }
}

async function responseTo(
  outgoing: ClientRequest,
  { body }: HttpRequest,
  { endpoint, peers }: Exchanging,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  outgoing.on("response", resolve);
  outgoing.on("error", (error: unknown) => {
    const peer = outgoing.socket === null ? undefined : peers.get(outgoing.socket);
    reject(connectionError(error, endpoint, peer));
  });
  outgoing.on("upgrade", () => {
    reject(notHttp(endpoint, "it changes to another protocol"));
  });
  outgoing.end(body);
  return promise;
}

/** What HTTP says about the connection, and not about what is asked: ours to say. */
const OWN_HEADERS = new Set([
  "accept-encoding",
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

function open({ method, url, headers, body }: HttpRequest, { agents, endpoint }: Exchanging): ClientRequest {
  const isTls = url.protocol === "https:";
  const given = Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()));
  const length = body === undefined ? [] : [["content-length", String(body.length)] as const];
  const options = {
    method,
    host: normalizeHost(url.hostname),
    port: url.port === "" ? undefined : Number(url.port),
    path: `${url.pathname}${url.search}`,
    headers: { ...Object.fromEntries([...given, ...length]), "accept-encoding": "identity", host: url.host },
    maxHeaderSize: LIMITS.answerHeader,
    insecureHTTPParser: false,
  };
  try {
    return isTls
      ? httpsRequest({ ...options, agent: agents.https })
      : httpRequest({ ...options, agent: agents.http });
  } catch (error) {
    throw connectionError(error, endpoint);
  }
}

function headersOf({ headers }: IncomingMessage): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
}

async function readBody(
  incoming: IncomingMessage,
  { method }: HttpRequest,
  { endpoint, received }: Exchanging,
): Promise<Uint8Array> {
  if ((incoming.statusCode ?? 0) < 200) throw notHttp(endpoint, "it changes to another protocol");
  const mayHaveBody = method !== "HEAD" && incoming.statusCode !== 204 && incoming.statusCode !== 304;
  if (mayHaveBody) checkFraming(incoming, endpoint);
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const chunks: Uint8Array[] = [];
  let size = 0;
  incoming.on("data", (chunk: Uint8Array) => {
    size += chunk.length;
    received.bytes += chunk.length;
    if (size > LIMITS.answer) reject(tooLarge(endpoint));
    else if (received.bytes > LIMITS.answers) reject(tooMuch(endpoint));
    else chunks.push(chunk);
  });
  incoming.on("error", (error: unknown) => {
    reject(connectionError(error, endpoint));
  });
  incoming.on("end", resolve);
  incoming.on("close", resolve);
  await promise;
  if (!incoming.complete) throw interrupted(endpoint);
  const body = concat(chunks, size);
  const excess = jsonExcess(body);
  if (excess !== undefined) throw tooComplex(endpoint, excess);
  return body;
}

function checkFraming({ headers }: IncomingMessage, endpoint: string): void {
  const coding = headers["transfer-encoding"];
  const length = headers["content-length"];
  if (coding === undefined && length === undefined) throw interrupted(endpoint);
  if (coding !== undefined && coding.trim().toLowerCase() !== "chunked")
    throw notHttp(endpoint, "it is encoded in a way that was not asked for");
  if ((headers["content-encoding"] ?? "identity").trim().toLowerCase() !== "identity")
    throw notHttp(endpoint, "it is compressed though that was not asked for");
  if (length !== undefined && Number(length) > LIMITS.answer) throw tooLarge(endpoint);
}

function concat(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [first] = chunks;
  if (chunks.length === 1 && first !== undefined) return first;
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

function tooLarge(endpoint: string): NetworkError {
  return new NetworkError({
    code: "PROTOCOL",
    message: `Cannot use the answer of "${endpoint}": it is over ${LIMITS.answer / 2 ** 20} MiB`,
    hint: "Look at which service stands at this address",
  });
}

function tooComplex(endpoint: string, excess: string): NetworkError {
  return new NetworkError({
    code: "PROTOCOL",
    message: `Cannot use the answer of "${endpoint}": ${excess}`,
    hint: "Look at which service stands at this address; such a secret can be stored as text, or in parts",
  });
}

function tooMuch(endpoint: string): NetworkError {
  return new NetworkError({
    code: "LIMIT_EXCEEDED",
    message: `Cannot read more from "${endpoint}": the stores' answers together are over ${LIMITS.answers / 2 ** 20} MiB`,
    hint: "Render fewer ExternalSecrets at once",
  });
}
