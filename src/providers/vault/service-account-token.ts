import type { StoreCredentials } from "../../eso/store-credentials.ts";
import type { SecretKeySelector, ServiceAccountSelector } from "../../eso/stores/selectors.ts";
import type { FieldPath } from "../../ground/field-path.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import type { Sensitive } from "../../ground/sensitive.ts";

/**
 * The token of a ServiceAccount (ESO: getJwtString): one that was made for its audiences, or else that of the first
 * Secret bound to it which holds one. Throws the ProblemError about the first where there is neither.
 */
export function serviceAccountToken(
  ref: ServiceAccountSelector,
  field: FieldPath,
  credentials: StoreCredentials,
): Sensitive {
  try {
    return credentials.serviceAccountToken(ref, ref.audiences ?? [], field);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { namespace, secrets } = credentials.serviceAccount(ref, field);
    for (const name of secrets) {
      const token = boundToken({ name, namespace, key: "token" }, field, credentials);
      if (token !== undefined) return token;
    }
    throw error;
  }
}

function boundToken(
  ref: SecretKeySelector,
  field: FieldPath,
  credentials: StoreCredentials,
): Sensitive | undefined {
  try {
    const token = credentials.secretKey(ref, field);
    return token.size > 0 ? token : undefined;
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}
