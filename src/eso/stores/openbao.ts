import type { CaProvider, SecretKeySelector } from "./selectors.ts";
import type { VaultAppRole, VaultPasswordAuth } from "./vault.ts";

/** `spec.provider.openBao` (ESO: secretstore_openbao_types.go), after defaulting. */
export interface OpenBaoProvider {
  readonly server: string;
  /** The KV mount; `kv` where it is absent. */
  readonly path?: string;
  readonly version: "v1" | "v2";
  readonly namespace?: string;
  /** Absent: no login. */
  readonly auth?: OpenBaoAuth;
  /** PEM, in base64; never together with `caProvider`. */
  readonly caBundle?: string;
  readonly caProvider?: CaProvider;
}

/** Exactly one method, and its namespace. */
export interface OpenBaoAuth {
  readonly namespace?: string;
  /** With exactly one of roleId and roleRef. */
  readonly appRole?: VaultAppRole;
  readonly tokenSecretRef?: SecretKeySelector;
  readonly userPass?: VaultPasswordAuth;
}
