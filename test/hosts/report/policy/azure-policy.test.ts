import assert from "node:assert/strict";
import { test } from "node:test";

import { cli } from "../../../cli.ts";

const VAULT = "https://kv-shop.vault.azure.net";
const STORE = {
  apiVersion: "external-secrets.io/v1",
  kind: "SecretStore",
  metadata: { name: "shop" },
  spec: { provider: { azurekv: { vaultUrl: VAULT, authType: "ManagedIdentity", identityId: "4f1c" } } },
};

async function grantsOf(spec: object): Promise<unknown> {
  const externalSecret = {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name: "app" },
    spec: { secretStoreRef: { name: "shop" }, ...spec },
  };
  const stdin = [STORE, externalSecret].map((object) => JSON.stringify(object)).join("\n---\n");
  const { stdout, stderr, exit } = await cli(["plan", "--policy", "azure", "-q", "-"], { stdin });
  assert.equal(exit, 0, stderr);
  return JSON.parse(stdout);
}

const IDENTITY = { vault: VAULT, identity: "ManagedIdentity 4f1c", stores: ["SecretStore default/shop"] };

test("plan --policy azure: a role for each object, and what a vault with access policies needs", async () => {
  const data = ["db", "secret/db", "key/sign", "cert/tls"].map((key, index) => ({
    secretKey: `k${index}`,
    remoteRef: { key },
  }));
  assert.deepEqual(await grantsOf({ data }), [
    {
      ...IDENTITY,
      roleAssignments: [
        { role: "Key Vault Reader", scope: "certificates/tls" },
        { role: "Key Vault Reader", scope: "keys/sign" },
        { role: "Key Vault Secrets User", scope: "secrets/db" },
      ],
      accessPolicy: { secrets: ["get"], keys: ["get"], certificates: ["get"] },
    },
  ]);
});

test("plan --policy azure: a find needs the list of the vault, which covers its secrets", async () => {
  const grants = await grantsOf({
    data: [{ secretKey: "db", remoteRef: { key: "db" } }],
    dataFrom: [{ find: { name: { regexp: "^shop-" } } }],
  });
  assert.deepEqual(grants, [
    {
      ...IDENTITY,
      roleAssignments: [{ role: "Key Vault Secrets User", scope: "" }],
      accessPolicy: { secrets: ["get", "list"] },
    },
  ]);
});
