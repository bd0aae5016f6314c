import type { GenericStore } from "../../eso/stores/store.ts";
import { printStore } from "../../eso/stores/store-name.ts";
import type { Code } from "../../ground/codes.ts";
import type { FieldPath } from "../../ground/field-path.ts";
import { ProblemError } from "../../ground/problem-error.ts";

/** Where a store of Azure has its settings. */
export const AZUREKV: FieldPath = ["spec", "provider", "azurekv"];

/** Where it refers to credentials. */
export const SECRET_REF: FieldPath = [...AZUREKV, "authSecretRef"];

/** The identity of the process is wanted by a store that may not have it. */
export function notAmbient(store: GenericStore, what: string, field: FieldPath): ProblemError {
  return problem(
    "CREDENTIALS_MISSING",
    `Cannot log in for ${printStore(store)}: it asks for ${what}, which only stores of --stores may use`,
    "Move the store to the directory of --stores, or name credentials in it; on the command line --ambient lets it use your own",
    field,
  );
}

/** A setting is missing, or contradicts another: ESO refuses the store too. */
export function misconfigured(reason: string, hint: string, field: FieldPath): ProblemError {
  return problem("ADMISSION_REFUSED", `Cannot log in: ${reason}`, hint, field);
}

/** What a credential is made of cannot be used. */
export function invalid(message: string, hint: string, field: FieldPath): ProblemError {
  return problem("CREDENTIAL_INVALID", message, hint, field);
}

function problem(code: Code, message: string, hint: string, field: FieldPath): ProblemError {
  return new ProblemError({ code, message, hint }, field);
}
