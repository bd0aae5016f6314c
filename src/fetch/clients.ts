import type { ClientContext } from "../eso/client-context.ts";
import type { SecretsClient } from "../eso/read-request.ts";
import type { Network } from "../net/network.ts";
import { readKeystore } from "./keystore.ts";

/** All that a client is opened with but the network, which is opened where a provider needs it. */
export type OfflineContext = Omit<ClientContext, "network">;

/**
 * Opens the client of a store; each provider's code is loaded when the first store needs it, and so is the network.
 * Throws ProblemError.
 */
export async function openClient(
  context: OfflineContext,
  network: () => Promise<Network>,
): Promise<SecretsClient> {
  const { aws, azurekv, fake, openBao, vault } = context.store.spec.provider;
  if (fake !== undefined) return (await import("../providers/fake/client.ts")).openFakeClient(fake);
  const online = { ...context, network: await network() };
  if (aws !== undefined) return (await import("../providers/aws/client.ts")).openAwsClient(aws, online);
  if (azurekv !== undefined) {
    const { openAzureClient } = await import("../providers/azure/client.ts");
    return openAzureClient(azurekv, online, readKeystore);
  }
  if (vault !== undefined || openBao !== undefined) {
    const { openOpenBaoClient, openVaultClient } = await import("../providers/vault/client.ts");
    if (vault !== undefined) return openVaultClient(vault, online);
    if (openBao !== undefined) return openOpenBaoClient(openBao, online);
  }
  throw new TypeError("A store without a built-in provider was planned");
}
