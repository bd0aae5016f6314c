import assert from "node:assert/strict";
import { after, before } from "node:test";

import type { ClientContext } from "../../../src/eso/client-context.ts";
import type { StoreCredentials } from "../../../src/eso/store-credentials.ts";
import type { VaultProvider } from "../../../src/eso/stores/vault.ts";
import { Sensitive } from "../../../src/ground/sensitive.ts";
import type { Network } from "../../../src/net/network.ts";
import { openNetwork } from "../../../src/net/open-network.ts";
import { addressVault } from "../../../src/providers/vault/address.ts";
import { openVaultClient } from "../../../src/providers/vault/client.ts";
import { skipWithout } from "../../servers/find.ts";
import type { OpenBao } from "../../servers/openbao.ts";
import { startOpenBao } from "../../servers/openbao.ts";
import type { VaultProxy } from "../../servers/vault-proxy.ts";
import { startVaultProxy } from "../../servers/vault-proxy.ts";
import { contract, CONTRACT_SECRETS } from "../contract.ts";

const TOKENS = { same: "token-of-the-contract", other: "another-token" };
const MOST = 30_000;

const skip = skipWithout("openbao");
let server: OpenBao;
let proxy: VaultProxy;
let network: Network;

if (skip === false) {
  before(async () => {
    server = await startOpenBao();
    proxy = await startVaultProxy(server.address);
    network = openNetwork({
      trust: { network: "caller", allowedHosts: [] },
      signal: AbortSignal.timeout(MOST),
      timeLeft: () => MOST,
    });
    for (const [name, data] of Object.entries(CONTRACT_SECRETS))
      await server.request("POST", `secret/data/${name}`, { body: { data } });
    for (const id of Object.values(TOKENS))
      await server.request("POST", "auth/token/create", { body: { id } });
  });
  after(async () => {
    network.close();
    await proxy.stop();
    await server.stop();
  });
}

function provider(): VaultProvider {
  const auth = { tokenSecretRef: { name: "creds", key: "token" } };
  return { server: proxy.address, path: "secret", version: "v2", auth };
}

function context(token: string): ClientContext {
  const credentials: StoreCredentials = {
    secretKey: () => new Sensitive(Buffer.from(token)),
    caCertificates: () => undefined,
    serviceAccount: () => assert.fail("no ServiceAccount is needed"),
    serviceAccountToken: () => assert.fail("no token of a ServiceAccount is needed"),
  };
  const store = {
    apiVersion: "external-secrets.io/v1",
    kind: "SecretStore",
    metadata: { name: "store" },
    spec: { provider: { vault: provider() } },
  } as const;
  return {
    store,
    namespace: "default",
    credentials,
    mayUseAmbient: false,
    environment: {},
    network,
    record: () => undefined,
  };
}

contract({
  name: "vault",
  skip,
  open: async (which = "same") => Promise.resolve(openVaultClient(provider(), context(TOKENS[which]))),
  request: (remoteRef) => {
    const address = addressVault(remoteRef, provider());
    assert.ok("request" in address);
    return address.request;
  },
  requests: () => proxy.calls.length,
  credentials: Object.values(TOKENS),
});
