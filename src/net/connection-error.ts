import { visible } from "../ground/visible.ts";
import { NetworkError, RETRY } from "./network-error.ts";
import type { PeerNames } from "./tls-error.ts";
import { tlsError } from "./tls-error.ts";

/** Why there is no connection, by the code of Node or of getaddrinfo. */
const REASONS: Readonly<Partial<Record<string, string>>> = {
  ENOTFOUND: "the name does not exist",
  EAI_NONAME: "the name does not exist",
  EAI_NODATA: "the name has no address",
  EAI_AGAIN: "the name cannot be looked up now",
  EAI_FAIL: "the name cannot be looked up",
  ECONNREFUSED: "nothing listens there (connection refused)",
  EHOSTUNREACH: "no route leads there",
  ENETUNREACH: "no route leads there",
  EADDRNOTAVAIL: "no route leads there",
  EHOSTDOWN: "the host is down",
  ENETDOWN: "the network is down",
  EACCES: "the system does not permit the connection",
  EPERM: "the system does not permit the connection",
  ETIMEDOUT: "the connection attempt took too long",
};

/** What to do where a host itself cannot be reached, with no proxy before it. */
export const ADDRESS_HINT = "Correct the address in the store, or look at the network between here and there";

/** NAME.NAMESPACE.svc, which the cluster's own DNS knows and nobody else. */
const CLUSTER_NAME = /\.svc(?:\.[^:]*)?:\d+$/;
const CLUSTER_HINT =
  "Only inside the cluster is the name of a Service known: render there, with the Service's right name, or give the store an address that is known here, too";

const TEMPORARY_LOOKUP = ["EAI_AGAIN", "EAI_FAIL"];
const LOOKUP = ["ENOTFOUND", "EAI_NONAME", "EAI_NODATA", ...TEMPORARY_LOOKUP];
const BROKEN = ["ECONNRESET", "EPIPE", "ECONNABORTED", "ERR_STREAM_PREMATURE_CLOSE", "HPE_INVALID_EOF_STATE"];

/** What Node reports about a connection to `endpoint`, in our own words: not a character of its text is passed on. */
export function connectionError(error: unknown, endpoint: string, peer?: PeerNames): NetworkError {
  if (error instanceof NetworkError) return error;
  const code = codeOf(error);
  const reason = REASONS[code];
  if (reason !== undefined) return unreachable(endpoint, reason, code);
  if (BROKEN.includes(code)) return interrupted(endpoint);
  if (code === "HPE_HEADER_OVERFLOW") return notHttp(endpoint, "its header is over 16 KiB");
  if (code.startsWith("HPE_")) return notHttp(endpoint, "it is not valid HTTP");
  if (code === "ERR_INVALID_CHAR" || code === "ERR_UNESCAPED_CHARACTERS") return unsendable(endpoint);
  return (
    tlsError(code, endpoint, peer) ?? unreachable(endpoint, `the connection failed (${visible(code)})`, code)
  );
}

/** The code of an error, or that of the first of several. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) {
    const codes = error.errors.map((inner: unknown) => codeOf(inner));
    return codes.find((code) => code === "ECONNREFUSED") ?? codes[0] ?? "";
  }
  if (!(error instanceof Error) || !("code" in error)) return "";
  if (error.code === "EPROTO") return opensslCode(error.message) ?? error.code;
  return typeof error.code === "string" && /^\w{1,64}$/.test(error.code) ? error.code : "";
}

/** While something is being written Node gives OpenSSL's reason in the text only; this is the code that it gives else. */
function opensslCode(message: string): string | undefined {
  const reason = /:SSL routines:\w*:([\w ]{1,64}):/.exec(message)?.[1];
  return reason === undefined ? undefined : `ERR_SSL_${reason.toUpperCase().replaceAll(" ", "_")}`;
}

function unreachable(endpoint: string, reason: string, code: string): NetworkError {
  const problem = {
    code: "UNREACHABLE",
    message: `Cannot reach "${endpoint}": ${reason}`,
    hint: LOOKUP.includes(code) && CLUSTER_NAME.test(endpoint) ? CLUSTER_HINT : ADDRESS_HINT,
  } as const;
  return new NetworkError(problem, TEMPORARY_LOOKUP.includes(code) ? RETRY.transient : RETRY.unreachable);
}

/** An answer, or a handshake, that breaks off. */
export function interrupted(endpoint: string): NetworkError {
  return new NetworkError(
    {
      code: "INTERRUPTED",
      message: `Cannot get an answer from "${endpoint}": the connection broke before the answer was complete`,
      hint: "Look at proxies and load balancers on the way",
    },
    RETRY.transient,
  );
}

/** Something that takes longer than it may. */
export function tooSlow(endpoint: string, what: string, milliseconds: number): NetworkError {
  return new NetworkError(
    {
      code: "TIMEOUT",
      message: `Cannot get an answer from "${endpoint}": ${what} took more than ${milliseconds / 1000} s`,
      hint: "Look at the load of the host and at the network between here and there",
    },
    RETRY.transient,
  );
}

/** No connection in time. */
export function notConnected(endpoint: string, milliseconds: number): NetworkError {
  return unreachable(endpoint, `no connection after ${milliseconds / 1000} s`, "ETIMEDOUT");
}

/** An answer that is no answer of HTTP. */
export function notHttp(endpoint: string, reason: string): NetworkError {
  return new NetworkError(
    {
      code: "PROTOCOL",
      message: `Cannot use the answer of "${endpoint}": ${reason}`,
      hint: "Look at which service stands at this address",
    },
    RETRY.protocol,
  );
}

/** The run is over before there is an answer. */
export function deadline(endpoint: string): NetworkError {
  return new NetworkError({
    code: "DEADLINE",
    message: `Cannot get an answer from "${endpoint}" within the deadline`,
    hint: "Look at why the host is slow, or pass a longer --timeout",
  });
}

function unsendable(endpoint: string): NetworkError {
  return new NetworkError({
    code: "CREDENTIAL_INVALID",
    message: `Cannot ask "${endpoint}": a credential or a header holds a character that HTTP cannot carry`,
    hint: "Look for line breaks in the credentials of the store",
  });
}
