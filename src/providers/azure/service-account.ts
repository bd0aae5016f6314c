import type { ServiceAccountSelector } from "../../eso/stores/selectors.ts";
import type { FieldPath } from "../../ground/field-path.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import type { Sensitive } from "../../ground/sensitive.ts";
import { visible } from "../../ground/visible.ts";
import { credential, credentialText } from "./auth.ts";
import type { AuthContext } from "./auth-context.ts";
import { AZUREKV, misconfigured, SECRET_REF } from "./auth-problems.ts";

/** ESO: AzureDefaultAudience. */
const EXCHANGE_AUDIENCE = "api://AzureADTokenExchange";

/** ESO: AnnotationClientID and AnnotationTenantID. */
const CLIENT_ID = "azure.workload.identity/client-id";
const TENANT_ID = "azure.workload.identity/tenant-id";

/** The names of the application that a ServiceAccount logs in as (ESO: its annotations, or authSecretRef). Throws ProblemError. */
export function applicationOf(
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
    authSecretRef?.clientId === undefined
      ? ""
      : credentialText(credential(auth, authSecretRef.clientId, "clientId"));
  const annotated = annotations.get(CLIENT_ID);
  if (annotated === undefined) return referred;
  if (referred !== "") throw twice("client ID", `authSecretRef.clientId and in the annotation ${CLIENT_ID}`);
  return annotated;
}

/** ESO (legacy client): authSecretRef, then the store, or the annotation, and not both; then the environment. */
function tenantOf(auth: AuthContext, annotations: ReadonlyMap<string, string>): string | undefined {
  const { authSecretRef, tenantId = "" } = auth.provider;
  const referred =
    authSecretRef?.tenantId === undefined
      ? ""
      : credentialText(credential(auth, authSecretRef.tenantId, "tenantId"));
  const own = referred === "" ? tenantId : referred;
  const annotated = annotations.get(TENANT_ID);
  if (annotated !== undefined && own !== "")
    throw twice("tenant", `the store and in the annotation ${TENANT_ID}`);
  const tenant = annotated ?? own;
  return tenant === "" ? auth.environment["AZURE_TENANT_ID"] : tenant;
}

function twice(what: string, places: string): ProblemError {
  return misconfigured(`the ${what} is given twice, in ${places}`, "Remove one of the two", [
    ...AZUREKV,
    "serviceAccountRef",
  ]);
}

/** Whether a token of the ServiceAccount was projected. Throws ProblemError where that cannot be told. */
export function hasToken(auth: AuthContext, ref: ServiceAccountSelector, field: FieldPath): boolean {
  try {
    return projectedToken(auth, ref, field).size > 0;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === "CREDENTIAL_NOT_FOUND") return false;
    throw error;
  }
}

/** The token that proves to Microsoft Entra ID which ServiceAccount it is. Throws ProblemError. */
export function projectedToken(auth: AuthContext, ref: ServiceAccountSelector, field: FieldPath): Sensitive {
  return auth.credentials.serviceAccountToken(ref, [EXCHANGE_AUDIENCE, ...(ref.audiences ?? [])], field);
}
