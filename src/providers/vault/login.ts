import type { FieldPath } from "../../ground/field-path.ts";
import type { Sensitive } from "../../ground/sensitive.ts";

/** A client certificate with its key, as PEM. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** A login with Vault: what is written to which path. */
export interface Login {
  /** Below `/v1/`. */
  readonly path: string;
  /** JSON, with the credential; made for each login where the time is a part of it. */
  readonly body: Sensitive | (() => Promise<Sensitive>);
}

/** How a store's requests are authenticated, with all its credentials resolved. */
export interface Authentication {
  /** For messages and the journal: `appRole at auth/approle`, `token`. */
  readonly name: string;
  /** Where the credential stands in the store. */
  readonly field: FieldPath;
  /** A token that exists; or a login that gets one; or neither. */
  readonly token?: Sensitive | undefined;
  readonly login?: Login | undefined;
  /** What tells it from others, where the body does not: a keyed digest of the credentials. */
  readonly digest?: string | undefined;
  /** Of the login, and of all requests after it. */
  readonly clientCertificate?: ClientCertificate | undefined;
}
