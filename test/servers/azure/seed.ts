/**
 * What the server holds. Times are seconds since 1970, as in the service's own JSON.
 * https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret/get-secret#secretattributes
 */
export interface Attributes {
  readonly enabled?: boolean;
  readonly nbf?: number;
  readonly exp?: number;
  readonly created?: number;
  readonly updated?: number;
}

/** One version of a secret, key or certificate. The last of a list is the current one. */
export interface Version<Content> {
  /** 32 hexadecimal digits; made from the name and the place where it is absent. */
  readonly version?: string;
  readonly content: Content;
  readonly contentType?: string;
  readonly attributes?: Attributes;
  readonly tags?: Readonly<Record<string, string>>;
  /** A secret that belongs to a certificate. */
  readonly managed?: boolean;
}

/** Members of a JSON Web Key but `kid`, in the order in which the service is to send them. */
export type JsonWebKeySeed = Readonly<Record<string, unknown>>;

/** Permissions as access policies name them. https://learn.microsoft.com/azure/key-vault/general/assign-access-policy */
export type Permission = "secrets/get" | "secrets/list" | "keys/get" | "certificates/get";

export interface VaultSeed {
  /** `shop.vault.azure.net`; the first vault also answers to the names of loopback. */
  readonly host: string;
  readonly tenant: string;
  /** What its challenge names as resource; of the public cloud where it is absent. */
  readonly resource?: string;
  readonly secrets?: Readonly<Record<string, readonly Version<string>[]>>;
  readonly keys?: Readonly<Record<string, readonly Version<JsonWebKeySeed>[]>>;
  /** Content: the certificate's DER. */
  readonly certificates?: Readonly<Record<string, readonly Version<Uint8Array>[]>>;
  /** What each client may do, by client ID. A client that is absent may do nothing. */
  readonly access: Readonly<Record<string, readonly Permission[]>>;
}

/** An application of Microsoft Entra ID, or a user-assigned managed identity. */
export interface ClientSeed {
  readonly tenant: string;
  readonly clientId: string;
  readonly secrets?: readonly string[];
  /** PEM of certificates whose key may sign assertions. */
  readonly certificates?: readonly string[];
  readonly federated?: readonly FederatedCredential[];
}

/** Whose tokens an application accepts. https://learn.microsoft.com/graph/api/resources/federatedidentitycredential */
export interface FederatedCredential {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  /** PEM of the issuer's public key. */
  readonly publicKey: string;
}

export interface AzureSeed {
  readonly vaults: readonly VaultSeed[];
  readonly clients: readonly ClientSeed[];
  readonly managedIdentity?: {
    readonly tenant: string;
    /** The machine's own identity. */
    readonly systemAssigned?: string;
    readonly userAssigned?: readonly string[];
  };
}
