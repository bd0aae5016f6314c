import { createHmac, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

import type { AzureAuth } from "../../eso/stores/azure.ts";
import type { SecretKeySelector } from "../../eso/stores/selectors.ts";
import { printStore } from "../../eso/stores/store-name.ts";
import { fromGoString, goStringOfBytes } from "../../go/bytes.ts";
import type { FieldPath } from "../../ground/field-path.ts";
import type { Sensitive } from "../../ground/sensitive.ts";
import { visible } from "../../ground/visible.ts";
import type { AuthContext } from "./auth-context.ts";
import { invalid, SECRET_REF } from "./auth-problems.ts";
import { readClientCertificate, signAssertion } from "./client-certificate.ts";
import type { Proof } from "./entra.ts";

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** A proof, and the credential in it for the digest. */
export interface SecretProof extends Proof {
  readonly secret: Sensitive | undefined;
}

/** How the holder of a client secret or a client certificate proves that it is the client. Throws ProblemError. */
export async function secretProof(
  auth: AuthContext,
  { clientSecret, clientCertificate }: AzureAuth,
  client: string,
): Promise<SecretProof> {
  if (clientSecret !== undefined) {
    const secret = credential(auth, clientSecret, "clientSecret");
    const parameters = (): Readonly<Record<string, string>> => ({ client_secret: credentialText(secret) });
    return { kind: "client secret", field: [...SECRET_REF, "clientSecret"], secret, parameters };
  }
  const secret = credential(auth, clientCertificate ?? {}, "clientCertificate");
  const field = [...SECRET_REF, "clientCertificate"];
  const certificate = readClientCertificate(await certificatePem(auth, secret));
  if (typeof certificate === "string") {
    throw invalid(
      `Cannot use the client certificate of ${printStore(auth.store)}: ${certificate}`,
      CERTIFICATE_HINT,
      field,
    );
  }
  return {
    kind: "client certificate",
    field,
    secret,
    parameters: (endpoint, now) => assertion(signAssertion(certificate, client, endpoint, now)),
  };
}

/** PEM as it is. ESO's new client reads a PKCS#12 archive without a password too (azidentity.ParseCertificates). */
async function certificatePem({ provider, readKeystore }: AuthContext, secret: Sensitive): Promise<string> {
  const text = credentialText(secret);
  if (provider.useAzureSDK !== true || text.includes("-----BEGIN ")) return text;
  return (await readKeystore(secret.reveal())) ?? text;
}

const CERTIFICATE_HINT =
  "Put the certificate and its RSA key, both as PEM, into one key of the Secret; a PKCS#12 archive without a password serves with useAzureSDK: true";

/** How the holder of a token of somebody else's proves it. A token that is renewed comes as a function. */
export function federatedProof(token: Sensitive | (() => string), field: FieldPath): SecretProof {
  return {
    kind: "federated token",
    field,
    secret: typeof token === "function" ? undefined : token,
    parameters: () => assertion(typeof token === "function" ? token() : credentialText(token)),
  };
}

function assertion(jwt: string): Readonly<Record<string, string>> {
  return { client_assertion_type: ASSERTION_TYPE, client_assertion: jwt };
}

/** The pod's own token, read when it is needed: it is renewed on disk. */
export function tokenOfFile(file: string, field: FieldPath): () => string {
  return () => {
    try {
      return readFileSync(file, "utf8").trim();
    } catch {
      throw invalid(
        `Cannot read the token file "${visible(file)}" that AZURE_FEDERATED_TOKEN_FILE names`,
        "Mount the projected token there, readable for this process",
        field,
      );
    }
  };
}

/** Keys the digests of credentials; nobody outside of this process can compare them. */
const DIGEST_KEY = randomBytes(32);

/** Tells clients apart whose names or credentials differ, and tells nothing of the credential. */
export function digestOf(names: readonly string[], { kind, secret, field }: SecretProof): string {
  const digest = createHmac("sha256", DIGEST_KEY);
  digest.update(JSON.stringify([...names, kind, secret === undefined ? field : ""]));
  digest.update("\0").update(secret?.reveal() ?? "");
  return digest.digest("base64url");
}

/** A credential that authSecretRef refers to. Throws ProblemError. */
export function credential(
  { credentials }: AuthContext,
  ref: SecretKeySelector,
  name: keyof AzureAuth,
): Sensitive {
  return credentials.secretKey(ref, [...SECRET_REF, name]);
}

/** A credential that is a text. */
export function credentialText(secret: Sensitive): string {
  return fromGoString(goStringOfBytes(secret.reveal()));
}
