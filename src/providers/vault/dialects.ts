import type { Find, RemoteRef } from "../../eso/external-secret.ts";
import type { Address, Answer } from "../../eso/read-request.ts";
import type { OpenBaoProvider } from "../../eso/stores/openbao.ts";
import type { VaultProvider } from "../../eso/stores/vault.ts";
import type { SecretData } from "../../ground/sensitive.ts";
import { addressOpenBao } from "../openbao/address.ts";
import { openBaoAnswer } from "../openbao/answer.ts";
import { findInOpenBao } from "../openbao/find.ts";
import { addressVault } from "./address.ts";
import type { ReadAnswer } from "./answer.ts";
import { vaultAnswer } from "./answer.ts";
import type { VaultSearchable } from "./find-vault.ts";
import { findInVault } from "./find-vault.ts";

/** How one of ESO's two providers for Vault's API reads: what it asks for, and what it makes of the answers. */
export interface Dialect {
  readonly address: (remoteRef: RemoteRef) => Address;
  readonly answer: ReadAnswer;
  readonly find: (find: Find, searchable: VaultSearchable) => Promise<Answer<SecretData>>;
}

/** How a Vault store reads. */
export function vaultDialect(provider: VaultProvider): Dialect {
  return {
    address: (remoteRef) => addressVault(remoteRef, provider),
    answer: vaultAnswer(provider.version),
    find: async (find, searchable) => findInVault(find, provider, searchable),
  };
}

/** How an OpenBao store reads. */
export function openBaoDialect(provider: OpenBaoProvider): Dialect {
  return {
    address: (remoteRef) => addressOpenBao(remoteRef, provider),
    answer: openBaoAnswer(provider.version),
    find: async (find, searchable) => findInOpenBao(find, provider, searchable),
  };
}
