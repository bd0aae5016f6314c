import { Buffer } from "node:buffer";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

import type { ClientContext } from "../../eso/client-context.ts";
import type { SecretKeySelector } from "../../eso/stores/selectors.ts";
import type {
  VaultAppRole,
  VaultAuth,
  VaultCertAuth,
  VaultIamAuth,
  VaultJwtAuth,
  VaultKubernetesAuth,
  VaultPasswordAuth,
  VaultProvider,
} from "../../eso/stores/vault.ts";
import { bytesOfGoString, fromGoString, goStringOfBytes, toGoString } from "../../go/bytes.ts";
import { marshalJson } from "../../go/json-marshal.ts";
import type { FieldPath } from "../../ground/field-path.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import { Sensitive } from "../../ground/sensitive.ts";
import { visible } from "../../ground/visible.ts";
import type { Authentication, ClientCertificate, Login } from "./login.ts";
import { cleanPath, pathProblem } from "./path.ts";

/** What credentials are resolved with. */
export interface AuthContext extends Pick<ClientContext, "credentials" | "mayUseAmbient" | "environment"> {
  /** Whether spaces around roleId, username and role do not count: ESO's Vault provider trims them, OpenBao's does not. */
  readonly trimsNames: boolean;
  /** The login with an AWS identity, whose code is loaded where a store has it. */
  readonly byIam?: Resolve<VaultIamAuth> | undefined;
}

/** Where Kubernetes mounts the token of a pod's own ServiceAccount. */
const POD_TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/** How an auth method gets its credentials. */
export type Resolve<Auth> = (auth: Auth, field: FieldPath, context: AuthContext) => Authentication;

/**
 * Resolves the credentials of a store (ESO: setAuth). Of several methods the first one counts, in ESO's order. Nothing
 * is asked here but the references' objects and files. Throws ProblemError.
 */
export function authenticate(
  auth: VaultAuth | undefined,
  field: FieldPath,
  context: AuthContext,
): Authentication {
  if (auth === undefined) return ambientToken(field, context);
  const methods: readonly (() => Authentication | undefined)[] = [
    use(auth.tokenSecretRef, "tokenSecretRef", byToken),
    use(auth.appRole, "appRole", byAppRole),
    use(auth.kubernetes, "kubernetes", byKubernetes),
    use(auth.ldap, "ldap", byPassword),
    use(auth.userPass, "userPass", byPassword),
    use(auth.jwt, "jwt", byJwt),
    use(auth.cert, "cert", byCertificate),
    use(auth.iam, "iam", context.byIam ?? unsupported),
    use(auth.gcp, "gcp", unsupported),
  ];
  for (const method of methods) {
    const authentication = method();
    if (authentication !== undefined) return authentication;
  }
  throw invalid(field, "Cannot log in to Vault: auth names no method", `Set one of ${METHODS.join(", ")}`);

  function use<Auth>(
    method: Auth | undefined,
    name: string,
    resolve: Resolve<Auth>,
  ): () => Authentication | undefined {
    return () => (method === undefined ? undefined : resolve(method, [...field, name], context));
  }
}

const METHODS = ["tokenSecretRef", "appRole", "kubernetes", "ldap", "userPass", "jwt", "cert", "iam"];

function byToken(ref: SecretKeySelector, field: FieldPath, { credentials }: AuthContext): Authentication {
  const token = notEmpty(credentials.secretKey(ref, field), field, "token");
  return { name: "token", field, token: checkedToken(token, field) };
}

function byAppRole(
  { path, roleId = "", roleRef, secretRef }: VaultAppRole,
  field: FieldPath,
  { credentials, trimsNames }: AuthContext,
): Authentication {
  const role =
    roleRef === undefined || roleId !== ""
      ? textOf(trimsNames ? roleId.trim() : roleId)
      : notEmpty(credentials.secretKey(roleRef, [...field, "roleRef"]), [...field, "roleRef"], "role ID");
  const secretField = [...field, "secretRef"];
  const secret = notEmpty(credentials.secretKey(secretRef, secretField), secretField, "secret ID");
  return logIn("appRole", field, `auth/${path}/login`, { role_id: role, secret_id: secret });
}

function byKubernetes(
  { mountPath, role, ...sources }: VaultKubernetesAuth,
  field: FieldPath,
  context: AuthContext,
): Authentication {
  if (role === "") throw invalid(field, "Cannot log in to Vault without a role", "Set auth.kubernetes.role");
  const jwt = podToken(sources, field, context);
  return logIn("kubernetes", field, `auth/${mountPath}/login`, { role: textOf(role), jwt });
}

/** ESO: getJwtString. */
function podToken(
  { serviceAccountRef, secretRef }: Pick<VaultKubernetesAuth, "serviceAccountRef" | "secretRef">,
  field: FieldPath,
  { credentials, mayUseAmbient }: AuthContext,
): Sensitive {
  if (serviceAccountRef !== undefined) {
    const audiences = serviceAccountRef.audiences ?? [];
    return credentials.serviceAccountToken(serviceAccountRef, audiences, [...field, "serviceAccountRef"]);
  }
  if (secretRef !== undefined) {
    const place = [...field, "secretRef"];
    return notEmpty(credentials.secretKey(secretRef, place, "token"), place, "token");
  }
  const own = mayUseAmbient ? readFile(POD_TOKEN) : undefined;
  if (own !== undefined) return own;
  const message = "Cannot log in to Vault with the token of this process's own ServiceAccount";
  throw mayUseAmbient
    ? missing(field, `${message}: there is no file ${POD_TOKEN}`)
    : missing(field, `${message}: a store of the input does not get it`);
}

function byPassword(
  { path, username, secretRef = {} }: VaultPasswordAuth,
  field: FieldPath,
  { credentials, trimsNames }: AuthContext,
): Authentication {
  const user = trimsNames ? username.trim() : username;
  if (user === "") throw invalid(field, "Cannot log in to Vault without a user name", "Set username");
  const secretField = [...field, "secretRef"];
  const password = notEmpty(credentials.secretKey(secretRef, secretField), secretField, "password");
  return logIn(String(field.at(-1)), field, `auth/${path}/login/${user}`, { password });
}

function byJwt(
  { path, role, ...sources }: VaultJwtAuth,
  field: FieldPath,
  context: AuthContext,
): Authentication {
  const jwt = jwtOf(sources, field, context);
  return logIn("jwt", field, `auth/${path}/login`, { role: textOf((role ?? "").trim()), jwt });
}

function jwtOf(
  { secretRef, kubernetesServiceAccountToken: source }: Omit<VaultJwtAuth, "path" | "role">,
  field: FieldPath,
  { credentials }: AuthContext,
): Sensitive {
  if (secretRef !== undefined) {
    const place = [...field, "secretRef"];
    return notEmpty(credentials.secretKey(secretRef, place), place, "token");
  }
  if (source === undefined)
    throw invalid(field, "Cannot log in to Vault by JWT without the source of a token", "Set secretRef");
  const { serviceAccountRef, audiences = ["vault"] } = source;
  const wanted = [...(serviceAccountRef.audiences ?? []), ...audiences];
  const place = [...field, "kubernetesServiceAccountToken", "serviceAccountRef"];
  return credentials.serviceAccountToken(serviceAccountRef, wanted, place);
}

function byCertificate(
  { path = "cert", vaultRole, clientCert = {}, secretRef = {} }: VaultCertAuth,
  field: FieldPath,
  { credentials }: AuthContext,
): Authentication {
  const key = credentials.secretKey(secretRef, [...field, "secretRef"]);
  const certificate = credentials.secretKey(clientCert, [...field, "clientCert"]);
  const body = vaultRole === undefined ? {} : { name: textOf(vaultRole) };
  return {
    ...logIn("cert", field, `auth/${path}/login`, body),
    clientCertificate: pairOf(certificate, key, field),
  };
}

/** The seat of the logins that have to be signed by a cloud. */
function unsupported(_auth: unknown, field: FieldPath): never {
  throw new ProblemError(
    {
      code: "AUTH_UNSUPPORTED",
      message: `Cannot log in to Vault by ${String(field.at(-1))}: this method is not built in (built in: ${METHODS.join(", ")})`,
      hint: "Use another method, or leave what reads from this store to the operator",
    },
    field,
  );
}

/** Without auth there is no login: the caller's own token, where it may be used. */
function ambientToken(field: FieldPath, { mayUseAmbient, environment }: AuthContext): Authentication {
  if (!mayUseAmbient) return { name: "no login", field };
  const given = environment["VAULT_TOKEN"] ?? "";
  const home = environment["HOME"] ?? "";
  const token = given === "" && home !== "" ? readFile(`${home}/.vault-token`) : textOf(given);
  if (token === undefined || token.size === 0) return { name: "no login", field };
  return { name: "the caller's own token", field, token: checkedToken(token, field) };
}

/** The client certificate of `spec.tls`; undefined where there is none. Throws ProblemError. */
export function tlsCertificate(
  tls: VaultProvider["tls"],
  field: FieldPath,
  { credentials }: AuthContext,
): ClientCertificate | undefined {
  const { certSecretRef, keySecretRef } = tls ?? {};
  if (certSecretRef === undefined || keySecretRef === undefined) return undefined;
  const key = credentials.secretKey(keySecretRef, [...field, "keySecretRef"], "tls.key");
  const certificate = credentials.secretKey(certSecretRef, [...field, "certSecretRef"], "tls.crt");
  return pairOf(certificate, key, field);
}

function pairOf(certificate: Sensitive, key: Sensitive, field: FieldPath): ClientCertificate {
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

function logIn(
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

/** HTTP carries no line break, and a Secret that was made with `echo` ends with one. */
function checkedToken(token: Sensitive, field: FieldPath): Sensitive {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (!/[\u0000-\u001f\u007f]/.test(goStringOfBytes(token.reveal()))) return token;
  throw invalid(
    field,
    "Cannot use the Vault token: it holds a line break or another control character",
    "Write the Secret anew without a line feed at the end: printf, or echo -n",
  );
}

function notEmpty(value: Sensitive, field: FieldPath, what: string): Sensitive {
  if (value.size > 0) return value;
  throw invalid(
    field,
    `Cannot log in to Vault: the ${what} is empty`,
    "Write the credential into the Secret",
  );
}

function readFile(path: string): Sensitive | undefined {
  try {
    return textOf(readFileSync(path, "utf8").trim());
  } catch {
    return undefined;
  }
}

function textOf(text: string): Sensitive {
  return new Sensitive(bytesOfGoString(toGoString(text)));
}

function invalid(field: FieldPath, message: string, hint: string | undefined): ProblemError {
  return new ProblemError(
    { code: "CREDENTIAL_INVALID", message, ...(hint === undefined ? {} : { hint }) },
    field,
  );
}

function missing(field: FieldPath, message: string): ProblemError {
  const hint = "Name a ServiceAccount or a Secret in the store, or pass --ambient to use your own";
  return new ProblemError({ code: "CREDENTIALS_MISSING", message, hint }, field);
}
