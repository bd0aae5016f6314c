import type { FieldPath } from "../../ground/field-path.ts";
import { AZUREKV } from "./auth-problems.ts";
import type { Proof } from "./entra.ts";

/** Why a login was refused, and where the store says what is wrong. */
export interface EntraRefusal {
  readonly reason: string;
  readonly hint: string;
  readonly field: FieldPath;
}

interface KnownRefusal {
  readonly codes: readonly number[];
  /** `{proof}` stands for what the client proved its identity with. */
  readonly reason: string;
  readonly hint: string;
  readonly isAbout: "tenant" | "proof";
}

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const KNOWN: readonly KnownRefusal[] = [
  {
    codes: [90002, 900021, 900023],
    reason: "there is no such tenant",
    hint: "Correct tenantId: the ID or a domain of the directory",
    isAbout: "tenant",
  },
  {
    codes: [700016, 7000229, 500011],
    reason: "the tenant has no such client, or not the vaults' service",
    hint: "Look at the client ID and at tenantId: the application is registered in one of them only",
    isAbout: "tenant",
  },
  {
    codes: [7000215, 7000222],
    reason: "the client secret is wrong or has expired",
    hint: "Write the secret's value, not its ID, into the Secret, without a line feed; look at when it expires",
    isAbout: "proof",
  },
  {
    codes: [700027, 700021, 700023, 700024, 50027],
    reason: "the {proof} is not one that the client has registered, or the clock is wrong",
    hint: "Add the certificate or the federated credential to the application, and look at the clock of this machine",
    isAbout: "proof",
  },
  {
    codes: [70021, 700211, 700212, 700213],
    reason: "no federated credential of the client fits the token",
    hint: "Issuer, subject (system:serviceaccount:NAMESPACE:NAME) and audience must be those of the federated credential",
    isAbout: "proof",
  },
];

const UNKNOWN: KnownRefusal = {
  codes: [],
  reason: "the {proof} is not accepted",
  hint: "Look up the code in Microsoft's list",
  isAbout: "proof",
};

/** What a code of Microsoft Entra ID (the number of an AADSTS code) means for a client with this proof. */
export function refusalOfEntra(code: number | undefined, { kind, field }: Proof): EntraRefusal {
  const known = KNOWN.find(({ codes }) => code !== undefined && codes.includes(code));
  const { reason, hint, isAbout } = known ?? UNKNOWN;
  return {
    reason: reason.replace("{proof}", kind),
    hint,
    field: isAbout === "tenant" ? [...AZUREKV, "tenantId"] : field,
  };
}
