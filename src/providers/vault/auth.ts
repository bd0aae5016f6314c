import { Buffer } from "node:buffer";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

import type { ClientContext } from "../../eso/client-context.ts";
import type { VaultProvider } from "../../eso/stores/vault.ts";
import { bytesOfGoString, fromGoString, goStringOfBytes } from "../../go/bytes.ts";
import { marshalJson } from "../../go/json-marshal.ts";
import type { FieldPath } from "../../ground/field-path.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import { Sensitive } from "../../ground/sensitive.ts";
import { visible } from "../../ground/visible.ts";
import type { Authentication, ClientCertificate, Login } from "./login.ts";
import { cleanPath, pathProblem } from "./path.ts";

/** The client certificate of `spec.tls`; undefined where there is none. Throws ProblemError. */
export function tlsCertificate(
  tls: VaultProvider["tls"],
  field: FieldPath,
  { credentials }: Pick<ClientContext, "credentials">,
): ClientCertificate | undefined {
  const { certSecretRef, keySecretRef } = tls ?? {};
  if (certSecretRef === undefined || keySecretRef === undefined) return undefined;
  const key = credentials.secretKey(keySecretRef, [...field, "keySecretRef"], "tls.key");
  const certificate = credentials.secretKey(certSecretRef, [...field, "certSecretRef"], "tls.crt");
  return pairOf(certificate, key, field);
}

/** A client certificate with its key. Throws ProblemError where they do not belong together. */
export function pairOf(certificate: Sensitive, key: Sensitive, field: FieldPath): ClientCertificate {
  const pair = { certificate: pem(certificate), key: pem(key) };
  if (isPair(pair)) return pair;
  throw invalid(
    field,
    "Cannot use the client certificate: it is not a PEM certificate with the private key that belongs to it",
    "Look at both keys of the Secret: the certificate comes first in its chain, the key is not encrypted",
  );
}

function isPair({ certificate, key }: ClientCertificate): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

function pem(value: Sensitive): string {
  return fromGoString(goStringOfBytes(value.reveal()));
}

/** The token as the value of a header: one code unit for each byte. */
export function tokenHeader(token: Sensitive): string {
  return goStringOfBytes(token.reveal()).trim();
}

/** What is sent to log in. */
export async function loginBody({ body }: Login): Promise<Uint8Array> {
  return (body instanceof Sensitive ? body : await body()).reveal();
}

/** Whether two stores log in with the same credentials at the same place. Nothing is digested: that loads Node's crypto. */
export function isSameLogin(one: Authentication, other: Authentication): boolean {
  return (
    partsOf(one) === partsOf(other) &&
    isSameSecret(one.token, other.token) &&
    isSameSecret(secretBody(one), secretBody(other))
  );
}

function partsOf({ name, field, login, clientCertificate, digest }: Authentication): string {
  return JSON.stringify([name, field, login?.path, clientCertificate, digest]);
}

function secretBody({ login }: Authentication): Sensitive | undefined {
  return login?.body instanceof Sensitive ? login.body : undefined;
}

function isSameSecret(one: Sensitive | undefined, other: Sensitive | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return Buffer.compare(one.reveal(), other.reveal()) === 0;
}

/** The login at a path with these members of its body. Throws ProblemError. */
export function logIn(
  method: string,
  field: FieldPath,
  path: string,
  body: Readonly<Record<string, Sensitive>>,
): Authentication {
  const problem = pathProblem("its path or user name", path);
  if (problem !== undefined)
    throw invalid(field, `Cannot log in to Vault by ${method}: ${problem.message}`, problem.hint);
  const members = Object.entries(body).map(
    ([name, value]) => [name, goStringOfBytes(value.reveal())] as const,
  );
  const login = {
    path: cleanPath(path),
    body: new Sensitive(bytesOfGoString(marshalJson(new Map(members)))),
  };
  return { name: `${method} at ${visible(login.path)}`, field, login };
}

/** The token. Throws ProblemError: HTTP carries no line break, and a Secret that was made with `echo` ends with one. */
export function checkedToken(token: Sensitive, field: FieldPath): Sensitive {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (!/[\u0000-\u001f\u007f]/.test(goStringOfBytes(token.reveal()))) return token;
  throw invalid(
    field,
    "Cannot use the Vault token: it holds a line break or another control character",
    "Write the Secret anew without a line feed at the end: printf, or echo -n",
  );
}

/** A credential of a file, without the blanks around it; undefined where it cannot be read. */
export function readFile(path: string): Sensitive | undefined {
  try {
    return Sensitive.ofText(readFileSync(path, "utf8").trim());
  } catch {
    return undefined;
  }
}

/** A credential, or what names one, that no server would take. */
export function invalid(field: FieldPath, message: string, hint: string | undefined): ProblemError {
  return new ProblemError(
    { code: "CREDENTIAL_INVALID", message, ...(hint === undefined ? {} : { hint }) },
    field,
  );
}
