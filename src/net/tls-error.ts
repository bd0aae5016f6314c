import { visible } from "../ground/visible.ts";
import { NetworkError, RETRY } from "./network-error.ts";

/** What a server's certificate says of itself. */
export interface PeerNames {
  /** `DNS:a.example.com, IP Address:10.0.0.1`, or the subject where it has no other names. */
  readonly names: string;
  readonly validFrom: string;
  readonly validTo: string;
}

const UNKNOWN_CA = [
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "CERT_UNTRUSTED",
];

const OTHER_CERTIFICATE: Readonly<Partial<Record<string, string>>> = {
  CERT_REVOKED: "its certificate is revoked",
  CERT_SIGNATURE_FAILURE: "its certificate has a wrong signature",
  CERT_REJECTED: "its certificate is for another purpose",
  CERT_CHAIN_TOO_LONG: "its chain of certificates is too long",
  INVALID_CA: "its certificate is signed by one that is no CA",
  INVALID_PURPOSE: "its certificate is for another purpose",
  PATH_LENGTH_EXCEEDED: "its chain of certificates is longer than the CA permits",
  CA_MD_TOO_WEAK: "its chain of certificates uses a digest that is too weak",
  CA_KEY_TOO_SMALL: "its chain of certificates uses a key that is too small",
  EE_KEY_TOO_SMALL: "its certificate has a key that is too small",
};

/** What OpenSSL reports about a handshake with `endpoint`; undefined where the code is not about TLS. */
export function tlsError(code: string, endpoint: string, peer?: PeerNames): NetworkError | undefined {
  if (UNKNOWN_CA.includes(code)) return new UnknownCaError(endpoint);
  const other = OTHER_CERTIFICATE[code];
  if (other !== undefined) return invalid(endpoint, other, "Renew the certificate of the host");
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID") return outOfDate(code, endpoint, peer);
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return wrongName(endpoint, peer);
  return handshakeError(code, endpoint);
}

/** A certificate that is signed by nobody who is trusted. */
export class UnknownCaError extends NetworkError {
  constructor(endpoint: string) {
    super({
      code: "TLS_INVALID",
      message: `Cannot trust "${endpoint}": its certificate is signed by no CA that is trusted here`,
      hint: "Give the CA in the store's caBundle or caProvider",
    });
  }
}

function outOfDate(code: string, endpoint: string, peer?: PeerNames): NetworkError {
  const isExpired = code === "CERT_HAS_EXPIRED";
  const date = isExpired ? peer?.validTo : peer?.validFrom;
  const when = date === undefined ? "" : ` (${visible(date)})`;
  return isExpired
    ? invalid(endpoint, `its certificate has expired${when}`, "Renew the certificate of the host")
    : invalid(endpoint, `its certificate is not valid yet${when}`, "Look at the clocks of both hosts");
}

function wrongName(endpoint: string, peer?: PeerNames): NetworkError {
  const names = peer === undefined ? "another name" : `"${visible(peer.names)}"`;
  return invalid(
    endpoint,
    `its certificate is for ${names}`,
    "Write a name of the certificate into the store",
  );
}

/** Codes of OpenSSL's library errors: Node builds them from OpenSSL's reasons, with the version where there is one. */
function handshakeError(code: string, endpoint: string): NetworkError | undefined {
  if (/^ERR_SSL_.*(?:UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|VERSION_TOO_LOW)$/.test(code))
    return invalid(endpoint, "it does not speak TLS 1.2 or later", "Update the host's TLS settings");
  if (/^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)$/.test(code))
    return invalid(endpoint, "it does not speak TLS", "Correct the port in the store, or write http://");
  if (/^ERR_SSL_.*ALERT_.*(?:CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)/.test(code))
    return invalid(
      endpoint,
      "it refuses the client certificate, or wants one",
      "Correct the client certificate in the store",
    );
  if (code === "EPROTO" || code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_"))
    return invalid(endpoint, `the TLS handshake failed (${code})`, "Look at the host's TLS settings");
  return undefined;
}

function invalid(endpoint: string, reason: string, hint: string): NetworkError {
  return new NetworkError(
    { code: "TLS_INVALID", message: `Cannot trust "${endpoint}": ${reason}`, hint },
    RETRY.never,
  );
}
