import type { Agent as HttpAgent } from "node:http";
import type { Agent as HttpsAgent } from "node:https";

import type { Reach } from "./guard.ts";
import type { RetryContext } from "./retry.ts";

/** TLS of one store. Texts are PEM. */
export interface TlsSettings {
  /** Replaces the system's roots. */
  readonly ca?: string | undefined;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
  /** Which redirect (307 and 308 keep the method) may be followed, once; none where it is absent. */
  readonly mayFollow?: (location: URL) => boolean;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
  /** What the server's Retry-After says, in milliseconds from now. */
  readonly retryAfter?: number | undefined;
}

/** Sends requests over connections that are kept and guarded. */
export interface HttpClient {
  /** One attempt, without retries. Throws NetworkError; an answer of any status is an answer. */
  send(request: HttpRequest): Promise<HttpResponse>;
}

/** The one way to the network of a run: every connection passes its guard, and ends with its deadline. */
export interface Network extends RetryContext {
  /** `metadata` is for the cloud's own identity, which only ambient clients may ask for: fixed addresses, nothing else. */
  http(tls?: TlsSettings, reach?: Reach): HttpClient;
  /** For the SDKs, which bring their own client: the same guard beneath. */
  agents(tls?: TlsSettings, reach?: Reach): { readonly http: HttpAgent; readonly https: HttpsAgent };
  /**
   * Opens connections for the requests to come, so many as `count` gives, when the first one to the host of `url` has
   * been made: their handshakes pass while its request is answered.
   */
  prepare(url: URL, tls: TlsSettings, count: () => number): void;
  /** Whether --allow-host names the host of a URL: somebody has said that credentials may go there. */
  isListed(url: URL): boolean;
  /** Closes the connections that no request is on. */
  closeIdle(): void;
  /** Closes every connection. */
  close(): void;
}
