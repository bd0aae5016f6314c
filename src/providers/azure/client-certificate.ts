import type { KeyObject } from "node:crypto";
import { X509Certificate, constants, createHash, createPrivateKey, randomUUID, sign } from "node:crypto";

import { encodeBase64 } from "../../go/base64.ts";
import { bytesOfGoString, toGoString } from "../../go/bytes.ts";

/** What signs a client's assertions. */
export interface ClientCertificate {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g;
/** Milliseconds that an assertion is valid, as with MSAL. */
const LIFETIME = 10 * 60_000;

/**
 * A client certificate from PEM: one RSA key (PKCS#1 or PKCS#8), and its certificate among any number of others (ESO:
 * loadCertificateFromBytes). A text says why it cannot be used; it holds nothing of the input.
 */
export function readClientCertificate(pem: string): ClientCertificate | string {
  const blocks = [...pem.matchAll(BLOCK)].map(([text, type = ""]) => ({ text, type }));
  const certificates = blocks.filter(({ type }) => type === "CERTIFICATE");
  const keys = blocks.filter(({ type }) => type.endsWith("PRIVATE KEY"));
  if (certificates.length === 0) return "it holds no certificate in PEM";
  if (keys.length === 0) return "it holds no private key in PEM";
  const key = keyOf(keys.at(-1)?.text ?? "");
  if (key?.asymmetricKeyType !== "rsa")
    return "its private key is not an RSA key in PKCS#1 or PKCS#8, or is encrypted";
  const certificate = certificates
    .map(({ text }) => certificateOf(text))
    .find((each) => each?.checkPrivateKey(key) === true);
  return certificate === undefined
    ? "none of its certificates belongs to its private key"
    : { certificate, key };
}

/**
 * A JWT by which a client proves that it has the key of a certificate.
 * https://learn.microsoft.com/entra/identity-platform/certificate-credentials#assertion-format
 */
export function signAssertion(
  { certificate, key }: ClientCertificate,
  clientId: string,
  audience: string,
  now: number,
): string {
  const thumbprint = createHash("sha256").update(certificate.raw).digest("base64url");
  const claims = {
    aud: audience,
    iss: clientId,
    sub: clientId,
    jti: randomUUID(),
    nbf: Math.floor(now / 1000),
    exp: Math.floor((now + LIFETIME) / 1000),
  };
  const signed = `${part({ alg: "PS256", typ: "JWT", "x5t#S256": thumbprint })}.${part(claims)}`;
  const signature = sign("sha256", bytesOfGoString(signed), {
    key,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  });
  return `${signed}.${signature.toString("base64url")}`;
}

function part(value: Readonly<Record<string, unknown>>): string {
  return encodeBase64(toGoString(JSON.stringify(value)), "url").replace(/=+$/, "");
}

function keyOf(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

function certificateOf(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}
