import { printStore } from "../../eso/stores/store-name.ts";
import type { ServiceAccountSelector } from "../../eso/stores/selectors.ts";
import type { SecretProof } from "./auth.ts";
import { credential, digestOf, federatedProof, secretProof, credentialText, tokenOfFile } from "./auth.ts";
import type { AuthChoice, AuthContext } from "./auth-context.ts";
import { AZUREKV, invalid, misconfigured, notAmbient, SECRET_REF } from "./auth-problems.ts";
import { EntraSource } from "./entra.ts";
import type { TokenSource } from "./login.ts";
import { identityEndpoint, ManagedIdentitySource } from "./managed-identity.ts";
import { OwnIdentitySource } from "./own-identity.ts";
import { applicationOf, hasToken, projectedToken } from "./service-account.ts";
import { Transport } from "./transport.ts";

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
  const client = credentialText(credential(auth, clientId, "clientId"));
  return entraSource(auth, tenantId, client, await secretProof(auth, authSecretRef, client));
}

/** ESO: MSI of the machine or of the platform. It is the process's own identity, whatever the store says. */
function managedIdentity(auth: AuthContext): TokenSource {
  const { environment, provider, network } = auth;
  const field = [...AZUREKV, "authType"];
  if (!auth.mayUseAmbient) throw notAmbient(auth.store, "the managed identity of this machine", field);
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
  if (!auth.mayUseAmbient) throw notAmbient(auth.store, "the workload identity of this pod", field);
  if (client === "" || tenant === "" || file === "") return new OwnIdentitySource(auth);
  return entraSource(auth, tenant, client, federatedProof(tokenOfFile(file, field), field));
}

/** ESO: names first, then the token. Where there is none, the caller's own identity may stand in for it. */
function workloadIdentity(auth: AuthContext, ref: ServiceAccountSelector): TokenSource {
  const field = [...AZUREKV, "serviceAccountRef"];
  if (auth.mayUseAmbient && !hasToken(auth, ref, field)) return new OwnIdentitySource(auth);
  const { client, tenant } = applicationOf(auth, ref, field);
  return entraSource(auth, tenant, client, federatedProof(projectedToken(auth, ref, field), field));
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
  const client = {
    authority,
    tenant,
    clientId,
    proof,
    digest: digestOf([authority, tenant, clientId], proof),
  };
  return new EntraSource(client, auth.transport);
}
