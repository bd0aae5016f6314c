import assert from "node:assert/strict";
import { test } from "node:test";

import type { GenericStore } from "../../src/eso/stores/store.ts";
import { printStore, storeName } from "../../src/eso/stores/store-name.ts";

function store(kind: GenericStore["kind"], name: string): GenericStore {
  const spec = { provider: { fake: { data: [] } } };
  return { apiVersion: "external-secrets.io/v1", kind, metadata: { name }, spec };
}

test("printStore() makes visible what a name should not have", () => {
  assert.equal(printStore(store("SecretStore", "db")), 'SecretStore "db"');
  assert.equal(printStore(store("SecretStore", "d\u001B[2Jb")), String.raw`SecretStore "d\u{1b}[2Jb"`);
});

test("storeName() tells stores of two namespaces apart, and leaves a ClusterSecretStore without one", () => {
  assert.equal(storeName({ store: store("SecretStore", "db"), namespace: "a" }), "SecretStore a/db");
  assert.equal(
    storeName({ store: store("ClusterSecretStore", "db"), namespace: "a" }),
    "ClusterSecretStore db",
  );
});
