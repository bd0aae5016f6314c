import type { RemoteRef } from "../eso/external-secret.ts";
import type { Address } from "../eso/read-request.ts";
import type { GenericStore } from "../eso/stores/store.ts";
import { printStore } from "../eso/stores/store-name.ts";
import type { Problem } from "../ground/diagnostic.ts";
import { addressAws } from "../providers/aws/address.ts";
import { addressAzure } from "../providers/azure/address.ts";
import { addressFake } from "../providers/fake/address.ts";
import { addressOpenBao } from "../providers/openbao/address.ts";
import { addressVault } from "../providers/vault/address.ts";

/** The providers that secrets can be read from. */
const BUILT_IN = ["aws", "azurekv", "fake", "openBao", "vault"];

/**
 * The canonical request for a remoteRef, by the rules of the store's provider, or why it leads nowhere. Pure: no
 * client is opened.
 */
export function addressOf(remoteRef: RemoteRef, { spec: { provider } }: GenericStore): Address {
  if (provider.aws !== undefined) return addressAws(remoteRef, provider.aws);
  if (provider.azurekv !== undefined) return addressAzure(remoteRef, provider.azurekv);
  if (provider.vault !== undefined) return addressVault(remoteRef, provider.vault);
  if (provider.openBao !== undefined) return addressOpenBao(remoteRef, provider.openBao);
  return { request: addressFake(remoteRef) };
}

/** Why nothing can be read from a store; undefined where its provider is built in. */
export function unsupportedProvider(store: GenericStore): Problem | undefined {
  const provider = providerName(store);
  if (store.spec.provider.aws?.service === "CertificateManager") return certificateManager(store);
  if (BUILT_IN.includes(provider)) return undefined;
  return {
    code: "PROVIDER_UNSUPPORTED",
    message: `Cannot read from ${printStore(store)}: its provider "${provider}" is not built in (built in: ${BUILT_IN.join(", ")})`,
    hint: "Answer the store from a file of fake data with --fake FILE, or leave this ExternalSecret to the operator",
  };
}

function certificateManager(store: GenericStore): Problem {
  return {
    code: "PROVIDER_UNSUPPORTED",
    message: `Cannot read from ${printStore(store)}: service CertificateManager of AWS is not built in (built in: SecretsManager, ParameterStore)`,
    hint: "Leave this ExternalSecret to the operator, or put the certificate into Secrets Manager",
  };
}

/** The one member of spec.provider. */
export function providerName(store: GenericStore): string {
  return Object.keys(store.spec.provider)[0] ?? "";
}
