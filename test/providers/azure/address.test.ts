import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { addressAzure, addressOfSecret } from "../../../src/providers/azure/address.ts";

const STORE = { vaultUrl: "https://KV-Shop.vault.azure.net/" };

suite("addressAzure", () => {
  const addresses: readonly (readonly [string, string, string])[] = [
    ["db", "azure:kv-shop.vault.azure.net:secret/db", "secrets/db"],
    ["secret/db", "azure:kv-shop.vault.azure.net:secret/db", "secrets/db"],
    ["secret/Db/x/y", "azure:kv-shop.vault.azure.net:secret/db", "secrets/Db"],
    ["key/Sign-1", "azure:kv-shop.vault.azure.net:key/sign-1", "keys/Sign-1"],
    ["cert/tls", "azure:kv-shop.vault.azure.net:cert/tls", "certificates/tls"],
  ];
  for (const [key, resourceId, path] of addresses) {
    test(`${key} is ${resourceId}`, () => {
      assert.deepEqual(addressAzure({ key }, STORE), {
        request: { resourceId, version: "", what: "value", key: path },
      });
      const metadata = addressAzure({ key, version: "abc", metadataPolicy: "Fetch" }, STORE);
      assert.deepEqual(metadata, { request: { resourceId, version: "abc", what: "metadata", key: path } });
    });
  }

  test("a secret found by its name has the address of its key", () => {
    assert.deepEqual({ request: addressOfSecret("Db", STORE.vaultUrl) }, addressAzure({ key: "Db" }, STORE));
  });

  test("a port that is not that of https is part of the name", () => {
    const address = addressAzure({ key: "db" }, { vaultUrl: "https://kv.example:8443" });
    assert.equal("request" in address ? address.request.resourceId : "", "azure:kv.example:8443:secret/db");
  });

  const refused: readonly (readonly [string, string])[] = [
    ["", ""],
    ["secret/", ""],
    ["/db", ""],
    ["Secret/db", ""],
    ["certificate/db", ""],
    ["secret/..", ""],
    ["secret/%2e%2e", ""],
    ["a?b", ""],
    ["a#b", ""],
    ["a b", ""],
    ["dаtabase", ""],
    ["a".repeat(128), ""],
    ["db", "a/b"],
    ["db", "../x"],
    ["db", "versions"],
    ["cert/db", "Pending"],
    ["cert/db", "policy"],
    ["key/db", "rotationpolicy"],
    ["db", "a-b"],
  ];
  for (const [key, version] of refused) {
    test(`${JSON.stringify(key)} in version ${JSON.stringify(version)} is refused`, () => {
      const address = addressAzure({ key, version }, STORE);
      assert.equal("problem" in address ? address.problem.code : "", "REMOTE_KEY_REFUSED");
    });
  }
});
