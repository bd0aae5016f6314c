import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, suite, test } from "node:test";

import { routeToAzure } from "../../servers/azure/route.ts";
import * as samples from "../../servers/azure/samples.ts";
import type { Azure } from "../../servers/azure/server.ts";
import { startAzure } from "../../servers/azure/server.ts";
import type { Settings } from "./rig.ts";
import { externalSecret, login, reading, render, store } from "./rig.ts";

const SECRET = { key: "database-password" };
const HOST = samples.VAULT_HOST;

suite("what a vault refuses, by exit code and message", () => {
  let azure: Azure;
  before(async () => {
    const { seed } = samples.newSamples();
    const impostor = { host: "kv-shop.vault.example", tenant: samples.TENANT, access: {} };
    azure = await startAzure({ ...seed, vaults: [...seed.vaults, impostor] });
    routeToAzure(azure);
  });
  after(async () => {
    await azure.close();
  });
  beforeEach(() => {
    azure.keyVault.operations.length = 0;
    azure.entra.given.length = 0;
  });
  afterEach(() => {
    azure.keyVault.throttled = { count: 0 };
    azure.keyVault.isBehindFirewall = false;
    assert.deepEqual(azure.violations, []);
  });

  const objects: readonly (readonly [string, Settings, number, string])[] = [
    [
      "a secret that does not exist",
      { key: "absent" },
      66,
      'Cannot read secret "absent" from SecretStore "vault": it does not exist [SECRET_NOT_FOUND]',
    ],
    [
      "a version that does not exist",
      { key: "database", version: "00000000000000000000000000000000" },
      66,
      "it does not exist, or not in this version [SECRET_NOT_FOUND]",
    ],
    ["a key that does not exist", { key: "key/absent" }, 66, "it does not exist [SECRET_NOT_FOUND]"],
    ["a certificate that does not exist", { key: "cert/absent" }, 66, "it does not exist [SECRET_NOT_FOUND]"],
    [
      "a disabled secret",
      { key: "disabled" },
      66,
      'Cannot read secret "disabled" from SecretStore "vault": it is disabled [SECRET_DISABLED]',
    ],
    ["a disabled key", { key: "key/retired" }, 66, "it is disabled [SECRET_DISABLED]"],
    [
      "a property that is not there",
      { key: "database", property: "nested.nothing" },
      66,
      'it has no property "nested.nothing" [PROPERTY_NOT_FOUND]',
    ],
    [
      "a property of plain text",
      { key: "database-password", property: "a" },
      66,
      'it has no property "a" [PROPERTY_NOT_FOUND]',
    ],
    [
      "a tag that is not there",
      { key: "database", metadataPolicy: "Fetch", property: "nothing" },
      66,
      'it has no tag "nothing" [PROPERTY_NOT_FOUND]',
    ],
    [
      "an unknown type",
      { key: "secrets/database" },
      65,
      'its key begins with the type "secrets", and Key Vault has secret, key and cert [REMOTE_KEY_REFUSED]',
    ],
    [
      "a name that no vault has",
      { key: "data_base" },
      65,
      'no object of a key vault can have the name "data_base" [REMOTE_KEY_REFUSED]',
    ],
    [
      "a dot segment",
      { key: "secret/.." },
      65,
      'no object of a key vault can have the name ".." [REMOTE_KEY_REFUSED]',
    ],
    [
      "a list in the place of a version",
      { key: "database", version: "versions" },
      65,
      'no object of a key vault can have the version "versions" [REMOTE_KEY_REFUSED]',
    ],
  ];
  for (const [what, remoteRef, exit, message] of objects) {
    test(what, async () => {
      const result = await render([store(), login(), reading(SECRET, remoteRef)]);
      assert.ok(result.stderr.includes(message), result.stderr);
      assert.deepEqual([result.exit, result.stdout], [exit, ""]);
    });
  }

  for (const key of ["key/signing", "cert/tls"]) {
    test(`extract of ${key}`, async () => {
      const result = await render([store(), login(), externalSecret({ dataFrom: [{ extract: { key } }] })]);
      assert.match(result.stderr, /cannot be taken apart by extract \[REMOTE_REF_UNSUPPORTED\]/);
      assert.equal(result.exit, 65);
    });
  }

  test("deletionPolicy skips what does not exist, and not what is disabled", async () => {
    const policy = { target: { deletionPolicy: "Delete" } };
    const missing = externalSecret({ ...policy, data: [entry("database-password"), entry("absent")] });
    const { exit, values } = await render([store(), login(), missing]);
    assert.deepEqual([exit, values], [0, { "database-password": "s3cr3t-canary" }]);
    const disabled = externalSecret({ ...policy, data: [entry("database-password"), entry("disabled")] });
    assert.equal((await render([store(), login(), disabled])).exit, 66);
  });

  test("403: a client without the role", async () => {
    const result = await render([store(), login({ id: samples.STRANGER }), reading(SECRET)]);
    assert.ok(
      result.stderr.includes(
        `Cannot read secret "database-password" from SecretStore "vault": client "${samples.STRANGER}" may not read it [ACCESS_DENIED]`,
      ),
      result.stderr,
    );
    assert.match(
      result.stderr,
      /hint: Assign the role "Key Vault Secrets User" on the vault "kv-shop\.vault\.azure\.net"/,
    );
    assert.equal(result.exit, 77);
  });

  test("403: a client that may read and not list", async () => {
    const find = externalSecret({ dataFrom: [{ find: { name: { regexp: "item" } } }] });
    const result = await render([store(), login({ id: samples.GETTER }), find]);
    assert.match(
      result.stderr,
      /Cannot list the secrets of vault "kv-shop\.vault\.azure\.net": .* may not .*\[ACCESS_DENIED\]/,
    );
    assert.equal(result.exit, 77);
  });

  test("403: the vault's firewall", async () => {
    azure.keyVault.isBehindFirewall = true;
    const result = await render([store(), login(), reading(SECRET, { key: "database" })]);
    assert.match(result.stderr, /its firewall does not let this address in .*\[ACCESS_DENIED\]/);
    assert.equal(result.exit, 77);
    assert.equal(result.stderr.match(/ACCESS_DENIED\]/g)?.length, 1);
  });

  test("429 that says to come back after the deadline", async () => {
    azure.keyVault.throttled = { count: 1000, retryAfter: 30 };
    const result = await render([store(), login(), reading(SECRET)], ["--timeout", "10s"]);
    assert.match(
      result.stderr,
      /Cannot get an answer from "kv-shop\.vault\.azure\.net:443": it limits the rate of requests \(429\) and wants to be asked again after 30 s .*\[THROTTLED\]/,
    );
    assert.match(
      result.stderr,
      /hint: It wants to be asked again after 30 s, when the deadline is over: pass a longer --timeout/,
    );
    assert.equal(result.exit, 75);
  });

  test("an unknown vault", async () => {
    const vaultUrl = "https://kv-none.vault.azure.net";
    const result = await render([store({ vaultUrl }), login(), reading(SECRET)]);
    assert.match(
      result.stderr,
      /SecretStore shop\/vault: .*Cannot reach "kv-none\.vault\.azure\.net:443": the name does not exist .*\[UNREACHABLE\]/,
    );
    assert.deepEqual([result.exit, azure.entra.given.length], [69, 0]);
  });

  const stores: readonly (readonly [string, Settings, Readonly<Record<string, string>>, number, string])[] = [
    [
      "a tenant that does not exist",
      { tenantId: "00000000-0000-4000-8000-000000000000" },
      {},
      77,
      `Cannot log in to tenant "00000000-0000-4000-8000-000000000000" as client "${samples.READER}": there is no such tenant (AADSTS90002)`,
    ],
    [
      "a tenant that the client is not of",
      { tenantId: samples.OTHER_TENANT },
      {},
      77,
      `Cannot log in to tenant "${samples.OTHER_TENANT}" as client "${samples.READER}": the tenant has no such client`,
    ],
    [
      "a tenant that the vault is not of",
      { tenantId: samples.OTHER_TENANT },
      { id: samples.FOREIGNER },
      77,
      `it does not accept the token of client "${samples.FOREIGNER}", which is of tenant "${samples.OTHER_TENANT}", while the vault belongs to tenant "${samples.TENANT}"`,
    ],
    [
      "a wrong client secret",
      {},
      { secret: "wrong-s3cr3t-canary" },
      77,
      "the client secret is wrong or has expired (AADSTS7000215)",
    ],
    [
      "a client ID that is a secret by mistake is not shown",
      {},
      { id: "s3cr3t-canary" },
      77,
      `Cannot log in to tenant "${samples.TENANT}" as the store's client: the tenant has no such client`,
    ],
    [
      "a host that is not in the domain of the vaults gets no token",
      { vaultUrl: "https://kv-shop.vault.example" },
      {},
      77,
      'Cannot log in for the vault "kv-shop.vault.example": it asks for a token for "vault.azure.net", and that is not the domain that it is in',
    ],
    [
      "a vault of another cloud",
      { environmentType: "ChinaCloud" },
      {},
      77,
      `Cannot log in for the vault "${HOST}": it is not in the store's cloud`,
    ],
    [
      "a German cloud with the new client",
      { environmentType: "GermanCloud", useAzureSDK: true },
      {},
      65,
      "this cloud was discontinued",
    ],
    [
      "a vault without TLS",
      { vaultUrl: `http://${HOST}` },
      {},
      65,
      `Cannot use vaultUrl "http://${HOST}": it is not an https:// address of a host`,
    ],
    [
      "a vault with a path",
      { vaultUrl: `https://${HOST}/secrets` },
      {},
      65,
      "it is not an https:// address of a host",
    ],
  ];
  for (const [what, settings, secret, exit, message] of stores) {
    test(what, async () => {
      const result = await render([store(settings), login(secret), reading(SECRET, { key: "database" })]);
      assert.ok(result.stderr.includes(message), result.stderr);
      assert.deepEqual([result.exit, result.stdout], [exit, ""]);
      assert.equal(result.stderr.match(/^\S+: (?:SecretStore|-)/gm)?.length ?? 1, 1, "told once");
      assert.ok(!result.stderr.includes("s3cr3t-canary"));
      assert.deepEqual(azure.keyVault.operations, []);
    });
  }
});

function entry(key: string): object {
  return { secretKey: key, remoteRef: { key } };
}
