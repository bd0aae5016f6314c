import type { IncomingHttpHeaders } from "node:http";

/** A request as it came in, with its body read. */
export interface Received {
  readonly method: string;
  /** Name in the Host header, without the port. */
  readonly host: string;
  /** Name and port, as the client wrote them. */
  readonly authority: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What is sent back; the body as JSON. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Sent in place of the body. */
  readonly text?: string;
}

/**
 * A request that no client of these services sends: an unknown path, parameter or header. It is answered with 400 and
 * kept, so that the test which caused it fails.
 */
export class Violation extends Error {
  override readonly name = "Violation";
}

/** Headers that every HTTP client may send, and what the SDKs of Azure add to tell requests apart. */
const COMMON_HEADERS: readonly string[] = [
  "host",
  "connection",
  "accept",
  "accept-encoding",
  "accept-language",
  "user-agent",
  "client-request-id",
  "return-client-request-id",
  "x-ms-client-request-id",
  "x-ms-return-client-request-id",
];

/** Throws a Violation for a header that is neither common nor in `allowed`. */
export function checkHeaders({ headers }: Received, ...allowed: readonly string[]): void {
  for (const name of Object.keys(headers)) {
    if (COMMON_HEADERS.includes(name) || allowed.includes(name)) continue;
    throw new Violation(`header ${name} is unknown`);
  }
}

/** Throws a Violation for a parameter that is not in `allowed`, or that comes twice. */
export function checkParameters(parameters: URLSearchParams, ...allowed: readonly string[]): void {
  for (const name of parameters.keys()) {
    if (!allowed.includes(name)) throw new Violation(`parameter ${name} is unknown`);
    if (parameters.getAll(name).length > 1) throw new Violation(`parameter ${name} comes twice`);
  }
}

/** The value of a parameter that must be there. */
export function required(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name);
  if (value === null || value === "") throw new Violation(`parameter ${name} is missing`);
  return value;
}
