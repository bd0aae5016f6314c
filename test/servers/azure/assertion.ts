import { constants, createPublicKey, verify, X509Certificate } from "node:crypto";

import { EntraError } from "./entra-error.ts";
import type { Received } from "./exchange.ts";
import type { ClientSeed } from "./seed.ts";

interface Assertion {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: Buffer;
  readonly signature: Buffer;
}

/** Throws EntraError for an assertion that proves nothing about the client. */
export function checkAssertion(request: Received, jwt: string, client: ClientSeed): string {
  const assertion = readAssertion(jwt);
  const { exp, nbf } = assertion.claims;
  const now = Date.now() / 1000;
  if (typeof exp !== "number" || exp < now || (typeof nbf === "number" && nbf > now + 300)) {
    throw new EntraError(
      401,
      "invalid_client",
      700024,
      "Client assertion is not within its valid time range",
    );
  }
  if (assertion.claims["iss"] === client.clientId) {
    checkCertificate(request, assertion, client);
    return "certificate";
  }
  checkFederated(assertion, client);
  return "federated";
}

/** https://learn.microsoft.com/entra/identity-platform/certificate-credentials */
function checkCertificate(
  { authority, path }: Received,
  { header, claims, signed, signature }: Assertion,
  client: ClientSeed,
): void {
  const certificate = (client.certificates ?? [])
    .map((pem) => new X509Certificate(pem))
    .find((candidate) => isNamed(header, candidate));
  const isSigned =
    certificate !== undefined &&
    (header["alg"] === "RS256"
      ? verify("sha256", signed, certificate.publicKey, signature)
      : header["alg"] === "PS256" &&
        verify(
          "sha256",
          signed,
          {
            key: certificate.publicKey,
            padding: constants.RSA_PKCS1_PSS_PADDING,
            saltLength: constants.RSA_PSS_SALTLEN_AUTO,
          },
          signature,
        ));
  if (!isSigned) {
    throw new EntraError(
      401,
      "invalid_client",
      700027,
      "The certificate with identifier used to sign the client assertion is not registered on application",
    );
  }
  const tenant = path.split("/")[1] ?? "";
  const audiences = ["/oauth2/token", "/oauth2/v2.0/token", "/v2.0", "/"].map(
    (end) => `https://${authority}/${tenant}${end}`,
  );
  if (
    typeof claims["aud"] !== "string" ||
    !audiences.includes(claims["aud"].replace(/\?api-version=1\.0$/, ""))
  ) {
    throw new EntraError(
      401,
      "invalid_client",
      700023,
      "Client assertion audience claim does not match Realm issuer",
    );
  }
  if (claims["sub"] !== client.clientId || typeof claims["jti"] !== "string") {
    throw new EntraError(
      401,
      "invalid_client",
      700021,
      "Client assertion application identifier doesn't match 'client_id' parameter",
    );
  }
}

/**
 * Which certificate signed: its SHA-1 thumbprint in `x5t`, or its SHA-256 thumbprint in `x5t#S256`. Both alphabets of
 * base64 are in use: https://github.com/AzureAD/microsoft-authentication-library-for-go writes the plain one.
 */
function isNamed(header: Readonly<Record<string, unknown>>, certificate: X509Certificate): boolean {
  const { x5t: sha1, "x5t#S256": sha256 } = header;
  if (typeof sha1 === "string") return isThumbprint(sha1, certificate.fingerprint);
  return typeof sha256 === "string" && isThumbprint(sha256, certificate.fingerprint256);
}

function isThumbprint(base64: string, fingerprint: string): boolean {
  return Buffer.from(base64, "base64").equals(Buffer.from(fingerprint.replaceAll(":", ""), "hex"));
}

/** https://learn.microsoft.com/entra/workload-id/workload-identity-federation */
function checkFederated({ claims, header, signed, signature }: Assertion, client: ClientSeed): void {
  const audiences = [claims["aud"]].flat();
  const found = client.federated?.find(
    ({ issuer, subject, audience }) =>
      claims["iss"] === issuer && claims["sub"] === subject && audiences.includes(audience),
  );
  if (found === undefined) {
    throw new EntraError(
      400,
      "invalid_request",
      70021,
      "No matching federated identity record found for presented assertion",
    );
  }
  if (header["alg"] !== "RS256" || !verify("sha256", signed, createPublicKey(found.publicKey), signature)) {
    throw new EntraError(401, "invalid_client", 700027, "Client assertion failed signature validation");
  }
}

function readAssertion(jwt: string): Assertion {
  const [header = "", payload = "", signature = "", ...rest] = jwt.split(".");
  try {
    if (rest.length > 0 || signature === "") throw new TypeError("not three parts");
    return {
      header: decode(header),
      claims: decode(payload),
      signed: Buffer.from(`${header}.${payload}`),
      signature: Buffer.from(signature, "base64url"),
    };
  } catch {
    throw new EntraError(401, "invalid_client", 50027, "JWT token is invalid or malformed");
  }
}

function decode(part: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
}
