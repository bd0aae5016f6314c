import { createHmac, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

import type { ClientContext } from "../../eso/client-context.ts";
import type { AzureAuth, AzureProvider } from "../../eso/stores/azure.ts";
import type { SecretKeySelector, ServiceAccountSelector } from "../../eso/stores/selectors.ts";
import { printStore } from "../../eso/stores/store-name.ts";
import { fromGoString, goStringOfBytes } from "../../go/bytes.ts";
import type { Code } from "../../ground/codes.ts";
import type { FieldPath } from "../../ground/field-path.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import type { Sensitive } from "../../ground/sensitive.ts";
import { visible } from "../../ground/visible.ts";
import type { Cloud } from "./cloud.ts";
import { readClientCertificate, signAssertion } from "./client-certificate.ts";
import type { Proof } from "./entra.ts";
import { EntraSource } from "./entra.ts";
import type { TokenSource } from "./login.ts";
import { identityEndpoint, ManagedIdentitySource } from "./managed-identity.ts";
import { OwnIdentitySource } from "./own-identity.ts";
import { Transport } from "./transport.ts";

const AZUREKV: FieldPath = ["spec", "provider", "azurekv"];
const SECRET_REF: FieldPath = [...AZUREKV, "authSecretRef"];

/** ESO: AzureDefaultAudience. */
const EXCHANGE_AUDIENCE = "api://AzureADTokenExchange";
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** ESO: AnnotationClientID and AnnotationTenantID. */
const CLIENT_ID = "azure.workload.identity/client-id";
const TENANT_ID = "azure.workload.identity/tenant-id";

/** Keys the digests of credentials; nobody outside of this process can compare them. */
const DIGEST_KEY = randomBytes(32);

/** Opens a PKCS#12 archive without a password: its certificates and its key as PEM; undefined for what is none. */
export type ReadKeystore = (archive: Uint8Array) => Promise<string | undefined>;

/** What the ways to log in are chosen from. */
interface AuthChoice extends ClientContext {
  readonly provider: AzureProvider;
  readonly cloud: Cloud;
  readonly readKeystore: ReadKeystore;
}

interface AuthContext extends AuthChoice {
  readonly transport: Transport;
}

/**
 * The way in which a store logs in (ESO: authorizerForServicePrincipal, authorizerForManagedIdentity,
 * authorizerForWorkloadIdentity and their namesakes of the new SDK). Resolves references, asks nothing. Throws
 * ProblemError.
 */
export async function tokenSourceOf(choice: AuthChoice): Promise<TokenSource> {
  const auth: AuthContext = { ...choice, transport: new Transport(choice) };
  const { provider } = choice;
  switch (provider.authType) {
    case "ServicePrincipal":
      return servicePrincipal(auth);
    case "ManagedIdentity":
      return managedIdentity(auth);
    case "WorkloadIdentity":
      return provider.serviceAccountRef === undefined
        ? podIdentity(auth)
        : workloadIdentity(auth, provider.serviceAccountRef);
  }
}

async function servicePrincipal(auth: AuthContext): Promise<TokenSource> {
  const { tenantId = "", authSecretRef } = auth.provider;
  if (tenantId === "")
    throw misconfigured("its tenantId is missing", "Set tenantId", [...AZUREKV, "tenantId"]);
  if (authSecretRef === undefined) {
    throw misconfigured(
      "its authSecretRef is missing",
      "Refer to clientId and clientSecret there",
      SECRET_REF,
    );
  }
  const { clientId, clientSecret, clientCertificate } = authSecretRef;
  if (clientId === undefined || (clientSecret ?? clientCertificate) === undefined) {
    throw misconfigured(
      "authSecretRef needs clientId, and clientSecret or clientCertificate",
      "Refer to both in authSecretRef",
      SECRET_REF,
    );
  }
  if (clientSecret !== undefined && clientCertificate !== undefined) {
    throw misconfigured("clientSecret and clientCertificate are both set", "Remove one of them", SECRET_REF);
  }
  const client = textOf(credential(auth, clientId, "clientId"));
  return entraSource(auth, tenantId, client, await proofOf(auth, authSecretRef, client));
}

async function proofOf(
  auth: AuthContext,
  { clientSecret, clientCertificate }: AzureAuth,
  client: string,
): Promise<SecretProof> {
  if (clientSecret !== undefined) {
    const secret = credential(auth, clientSecret, "clientSecret");
    const parameters = (): Readonly<Record<string, string>> => ({ client_secret: textOf(secret) });
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
  const text = textOf(secret);
  if (provider.useAzureSDK !== true || text.includes("-----BEGIN ")) return text;
  return (await readKeystore(secret.reveal())) ?? text;
}

const CERTIFICATE_HINT =
  "Put the certificate and its RSA key, both as PEM, into one key of the Secret; a PKCS#12 archive without a password serves with useAzureSDK: true";

/** ESO: MSI of the machine or of the platform. It is the process's own identity, whatever the store says. */
function managedIdentity(auth: AuthContext): TokenSource {
  const { environment, provider, network } = auth;
  const field = [...AZUREKV, "authType"];
  if (!auth.mayUseAmbient) throw notAmbient(auth, "the managed identity of this machine", field);
  const endpoint = identityEndpoint(environment);
  if (endpoint === undefined) return new OwnIdentitySource(auth);
  const transport = new Transport(auth, network.http({}, "metadata"));
  return new ManagedIdentitySource(endpoint, provider.identityId, transport);
}

/** WorkloadIdentity without a ServiceAccount: what Azure's webhook puts into the pod's environment. */
function podIdentity(auth: AuthContext): TokenSource {
  const {
    AZURE_CLIENT_ID: client = "",
    AZURE_TENANT_ID: tenant = "",
    AZURE_FEDERATED_TOKEN_FILE: file = "",
  } = auth.environment;
  const field = [...AZUREKV, "authType"];
  if (!auth.mayUseAmbient) throw notAmbient(auth, "the workload identity of this pod", field);
  if (client === "" || tenant === "" || file === "") return new OwnIdentitySource(auth);
  return entraSource(auth, tenant, client, federated(tokenOfFile(file, field), field));
}

/** ESO: names first, then the token. Where there is none, the caller's own identity may stand in for it. */
function workloadIdentity(auth: AuthContext, ref: ServiceAccountSelector): TokenSource {
  const field = [...AZUREKV, "serviceAccountRef"];
  if (auth.mayUseAmbient && !hasToken(auth, ref, field)) return new OwnIdentitySource(auth);
  const { client, tenant } = namesOf(auth, ref, field);
  return entraSource(auth, tenant, client, federated(projectedToken(auth, ref, field), field));
}

function namesOf(
  auth: AuthContext,
  ref: ServiceAccountSelector,
  field: FieldPath,
): { readonly client: string; readonly tenant: string } {
  const { annotations } = auth.credentials.serviceAccount(ref, field);
  const isNew = auth.provider.useAzureSDK === true;
  const client = isNew ? annotations.get(CLIENT_ID) : clientOf(auth, annotations);
  if (client === undefined || client === "") {
    throw misconfigured(
      `ServiceAccount "${visible(ref.name)}" has no annotation ${CLIENT_ID}, or is not in the input or --stores`,
      isNew
        ? "Add the annotation"
        : "Add the annotation, or refer to the client ID in authSecretRef.clientId",
      field,
    );
  }
  const tenant = isNew ? (auth.provider.tenantId ?? annotations.get(TENANT_ID)) : tenantOf(auth, annotations);
  if (tenant === undefined || tenant === "") {
    throw misconfigured(
      "its tenantId is missing",
      `Set tenantId, or annotate the ServiceAccount with ${TENANT_ID}`,
      [...AZUREKV, "tenantId"],
    );
  }
  return { client, tenant };
}

function hasToken(auth: AuthContext, ref: ServiceAccountSelector, field: FieldPath): boolean {
  try {
    return projectedToken(auth, ref, field).size > 0;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === "CREDENTIAL_NOT_FOUND") return false;
    throw error;
  }
}

function projectedToken(auth: AuthContext, ref: ServiceAccountSelector, field: FieldPath): Sensitive {
  return auth.credentials.serviceAccountToken(ref, [EXCHANGE_AUDIENCE, ...(ref.audiences ?? [])], field);
}

/** ESO (legacy client): authSecretRef or the annotation, and not both. */
function clientOf(auth: AuthContext, annotations: ReadonlyMap<string, string>): string | undefined {
  const { authSecretRef } = auth.provider;
  if (authSecretRef !== undefined && authSecretRef.clientId === undefined) {
    throw misconfigured(
      "authSecretRef has no clientId",
      "Refer to it there, or remove authSecretRef",
      SECRET_REF,
    );
  }
  const referred =
    authSecretRef?.clientId === undefined ? "" : textOf(credential(auth, authSecretRef.clientId, "clientId"));
  const annotated = annotations.get(CLIENT_ID);
  if (annotated === undefined) return referred;
  if (referred !== "") throw twice("client ID", `authSecretRef.clientId and in the annotation ${CLIENT_ID}`);
  return annotated;
}

/** ESO (legacy client): authSecretRef, then the store, or the annotation, and not both; then the environment. */
function tenantOf(auth: AuthContext, annotations: ReadonlyMap<string, string>): string | undefined {
  const { authSecretRef, tenantId = "" } = auth.provider;
  const referred =
    authSecretRef?.tenantId === undefined ? "" : textOf(credential(auth, authSecretRef.tenantId, "tenantId"));
  const own = referred === "" ? tenantId : referred;
  const annotated = annotations.get(TENANT_ID);
  if (annotated !== undefined && own !== "")
    throw twice("tenant", `the store and in the annotation ${TENANT_ID}`);
  const tenant = annotated ?? own;
  return tenant === "" ? auth.environment["AZURE_TENANT_ID"] : tenant;
}

/** A proof, and the credential in it for the digest. */
interface SecretProof extends Proof {
  readonly secret: Sensitive | undefined;
}

function federated(token: Sensitive | (() => string), field: FieldPath): SecretProof {
  return {
    kind: "federated token",
    field,
    secret: typeof token === "function" ? undefined : token,
    parameters: () => assertion(typeof token === "function" ? token() : textOf(token)),
  };
}

function assertion(jwt: string): Readonly<Record<string, string>> {
  return { client_assertion_type: ASSERTION_TYPE, client_assertion: jwt };
}

/** The pod's own token, read when it is needed: it is renewed on disk. */
function tokenOfFile(file: string, field: FieldPath): () => string {
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

function entraSource(auth: AuthContext, tenant: string, clientId: string, proof: SecretProof): TokenSource {
  const { authority } = auth.cloud;
  if (!/^[0-9A-Za-z][0-9A-Za-z.-]{0,252}$/.test(tenant)) {
    throw invalid(
      `Cannot log in for ${printStore(auth.store)}: its tenant is neither an ID nor a domain`,
      "Set tenantId to the ID of the directory",
      [...AZUREKV, "tenantId"],
    );
  }
  const digest = createHmac("sha256", DIGEST_KEY).update(
    JSON.stringify([authority, tenant, clientId, proof.kind, proof.secret === undefined ? proof.field : ""]),
  );
  digest.update("\0").update(proof.secret?.reveal() ?? "");
  const client = { authority, tenant, clientId, proof, digest: digest.digest("base64url") };
  return new EntraSource(client, auth.transport);
}

function credential({ credentials }: AuthContext, ref: SecretKeySelector, name: keyof AzureAuth): Sensitive {
  return credentials.secretKey(ref, [...SECRET_REF, name]);
}

function textOf(secret: Sensitive): string {
  return fromGoString(goStringOfBytes(secret.reveal()));
}

function notAmbient(auth: AuthContext, what: string, field: FieldPath): ProblemError {
  return problem(
    "CREDENTIALS_MISSING",
    `Cannot log in for ${printStore(auth.store)}: it asks for ${what}, which only stores of --stores may use`,
    "Move the store to the directory of --stores, or name credentials in it; on the command line --ambient lets it use your own",
    field,
  );
}

function misconfigured(reason: string, hint: string, field: FieldPath): ProblemError {
  return problem("ADMISSION_REFUSED", `Cannot log in: ${reason}`, hint, field);
}

function twice(what: string, places: string): ProblemError {
  return misconfigured(`the ${what} is given twice, in ${places}`, "Remove one of the two", [
    ...AZUREKV,
    "serviceAccountRef",
  ]);
}

function invalid(message: string, hint: string, field: FieldPath): ProblemError {
  return problem("CREDENTIAL_INVALID", message, hint, field);
}

function problem(code: Code, message: string, hint: string, field: FieldPath): ProblemError {
  return new ProblemError({ code, message, hint }, field);
}
