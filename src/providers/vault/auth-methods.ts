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
} from "../../eso/stores/vault.ts";
import type { FieldPath } from "../../ground/field-path.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import { Sensitive } from "../../ground/sensitive.ts";
import { checkedToken, invalid, logIn, pairOf, readFile } from "./auth.ts";
import type { Authentication } from "./login.ts";
import { serviceAccountToken } from "./service-account-token.ts";

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
      ? Sensitive.ofText(trimsNames ? roleId.trim() : roleId)
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
  return logIn("kubernetes", field, `auth/${mountPath}/login`, { role: Sensitive.ofText(role), jwt });
}

/** ESO: getJwtString. */
function podToken(
  { serviceAccountRef, secretRef }: Pick<VaultKubernetesAuth, "serviceAccountRef" | "secretRef">,
  field: FieldPath,
  { credentials, mayUseAmbient }: AuthContext,
): Sensitive {
  if (serviceAccountRef !== undefined)
    return serviceAccountToken(serviceAccountRef, [...field, "serviceAccountRef"], credentials);
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
  return logIn("jwt", field, `auth/${path}/login`, { role: Sensitive.ofText((role ?? "").trim()), jwt });
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
  const body = vaultRole === undefined ? {} : { name: Sensitive.ofText(vaultRole) };
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
  const token = given === "" && home !== "" ? readFile(`${home}/.vault-token`) : Sensitive.ofText(given);
  if (token === undefined || token.size === 0) return { name: "no login", field };
  return { name: "the caller's own token", field, token: checkedToken(token, field) };
}

function notEmpty(value: Sensitive, field: FieldPath, what: string): Sensitive {
  if (value.size > 0) return value;
  throw invalid(
    field,
    `Cannot log in to Vault: the ${what} is empty`,
    "Write the credential into the Secret",
  );
}

function missing(field: FieldPath, message: string): ProblemError {
  const hint = "Name a ServiceAccount or a Secret in the store, or pass --ambient to use your own";
  return new ProblemError({ code: "CREDENTIALS_MISSING", message, hint }, field);
}
