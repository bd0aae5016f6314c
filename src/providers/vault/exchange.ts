import { goStringOfBytes } from "../../go/bytes.ts";
import type { Problem } from "../../ground/diagnostic.ts";
import { visible } from "../../ground/visible.ts";
import type { RetryRule } from "../../net/network-error.ts";
import { NetworkError, RETRY } from "../../net/network-error.ts";
import type { HttpResponse } from "../../net/network.ts";
import { statusError } from "../../net/status-error.ts";
import type { Envelope } from "./envelope.ts";
import { parseEnvelope } from "./envelope.ts";

/** One request to Vault's API. */
export interface VaultCall {
  readonly method: "GET" | "PUT";
  /** Below `/v1/`, not encoded. */
  readonly path: string;
  /** Encoded, without the question mark. */
  readonly query?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
  /** Not worth another attempt. */
  readonly once?: boolean;
}

/** An answer of Vault's API that is complete and one of Vault: 200, or an error that is not worth another attempt. */
export interface VaultReply {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly envelope: Envelope;
  /** It was asked without a token: the store has no auth. */
  readonly isAnonymous?: true;
}

/** How a call went, its attempts together. */
export interface Exchanged {
  readonly call: VaultCall;
  /** Undefined where there was none. */
  readonly reply: VaultReply | undefined;
  readonly attempts: number;
  readonly milliseconds: number;
}

/** Is told of every call. */
export type Observe = (exchanged: Exchanged) => void;

/** Sends a call with its retries. Throws ProblemError. */
export type Exchange = (call: VaultCall, observe: Observe) => Promise<VaultReply>;

/** Of an answer that says nothing. */
export const NOTHING: Envelope = {
  data: undefined,
  auth: undefined,
  hasWarnings: false,
  requestId: undefined,
  errors: [],
};

/**
 * What an answer says. Throws NetworkError for one that no Vault server gives where a secret is read (empty, HTML,
 * no JSON: ESO takes some of them for a missing secret), and for one after which it may be tried again.
 */
export function readReply(call: VaultCall, response: HttpResponse, url: URL): VaultReply {
  const { status, headers, body } = response;
  const envelope = parseEnvelope(goStringOfBytes(body));
  if (status >= 500 || status === 429 || status === 412) checkStatus(response, url, envelope);
  const isForUs = status === 200 || status === 404;
  if (isForUs && envelope === undefined) throw notVault(call, url, body);
  if (status >= 200 && status < 300 && status !== 200 && call.method === "GET")
    throw notVault(call, url, body);
  return { status, headers, envelope: envelope ?? NOTHING };
}

/** It may be unsealed in a moment, as a rule it is not. */
const SEALED: RetryRule = { attempts: 2, base: 100 };
/** 412: the server that was asked has not seen a write yet. */
const STALE: RetryRule = { attempts: 4, base: 100 };

function checkStatus(response: HttpResponse, url: URL, envelope: Envelope | undefined): void {
  const host = visible(url.host);
  if (response.status === 412) throw new NetworkError(stale(host), STALE);
  if (response.status === 503 && isSealed(envelope)) throw new NetworkError(sealed(host), SEALED);
  const error = statusError(response, url);
  if (error !== undefined) throw error;
}

function isSealed(envelope: Envelope | undefined): boolean {
  return envelope?.errors.some((text) => /\bsealed\b/i.test(text)) === true;
}

function sealed(host: string): Problem {
  return {
    code: "SERVER_ERROR",
    message: `Cannot read from Vault at "${host}": it is sealed`,
    hint: "Unseal it, or look at its auto-unseal",
  };
}

function stale(host: string): Problem {
  return {
    code: "SERVER_ERROR",
    message: `Cannot read from Vault at "${host}": it does not have the state yet that was asked for (412)`,
    hint: "Set forwardInconsistent: true beside readYourWrites, so that the active node answers",
  };
}

function notVault({ method, path }: VaultCall, url: URL, body: Uint8Array): NetworkError {
  const start = goStringOfBytes(body.subarray(0, 64)).trim();
  const what = start === "" ? "empty" : start.startsWith("<") ? "an HTML page" : "not one of Vault's";
  return new NetworkError(
    {
      code: "PROTOCOL",
      message: `Cannot use the answer of "${visible(url.host)}" to ${method} /v1/${visible(path)}: it is ${what}`,
      hint: "Correct the store's server; a proxy, a login page or another service may stand in the way",
    },
    RETRY.protocol,
  );
}
