import assert from "node:assert/strict";
import { suite, test } from "node:test";

import fc from "fast-check";

import type { VaultMount } from "../../../src/providers/vault/address.ts";
import { addressVault } from "../../../src/providers/vault/address.ts";
import { serverUrl } from "../../../src/providers/vault/endpoint.ts";
import { escapePath } from "../../../src/providers/vault/path.ts";

const SERVER = "https://vault.example.com:8200";

function store(version: "v1" | "v2", path?: string): VaultMount {
  return { server: SERVER, version, ...(path === undefined ? {} : { path }) };
}

function keyOf(mount: VaultMount, key: string, metadataPolicy: "None" | "Fetch" = "None"): string {
  const address = addressVault({ key, metadataPolicy }, mount);
  return "request" in address ? address.request.key : address.problem.code;
}

function idOf(mount: VaultMount, key: string): string {
  const address = addressVault({ key }, mount);
  return "request" in address ? address.request.resourceId : "";
}

suite("addressVault builds the paths of ESO's buildPath", () => {
  const rows: readonly (readonly [
    version: "v1" | "v2",
    path: string | undefined,
    key: string,
    asked: string,
  ])[] = [
    ["v2", "secret/path", "secret/path/data/test", "secret/path/data/test"],
    ["v2", "secret/path", "secret/path/test", "secret/path/data/test"],
    ["v2", "secret/path", "test", "secret/path/data/test"],
    ["v2", undefined, "secret/test/big/path", "secret/data/test/big/path"],
    ["v2", undefined, "secret/test/data/x/data/y", "secret/test/data/x/data/y"],
    ["v1", "secret/path", "secret/path/test", "secret/path/test"],
    ["v1", "secret/path", "test", "secret/path/test"],
    ["v1", undefined, "secret/test", "secret/test"],
    ["v2", "secret", "data/foo", "secret/data/data/foo"],
    ["v2", "secret", "/dev/x", "secret/data/dev/x"],
    ["v2", "secret", "secret/secret/foo", "secret/data/secret/foo"],
    ["v2", "secret/", "secret/foo", "secret/data/secret/foo"],
    ["v2", "/secret", "/secret/toplevel", "secret/data/toplevel"],
    ["v2", "", "secret/data/x", "data/secret/data/x"],
    ["v2", undefined, "/secret/x", "data/secret/x"],
    ["v2", undefined, "secret", "secret/data"],
  ];
  for (const [version, path, key, asked] of rows) {
    test(`${version}, path ${path ?? "not set"}: "${key}" is read at ${asked}`, () => {
      assert.equal(keyOf(store(version, path), key), asked);
    });
  }
});

suite("addressVault builds the paths of ESO's buildMetadataPath", () => {
  test("a mount that the key begins with stays: metadata keys are relative", () => {
    assert.equal(keyOf(store("v2", "secret"), "app", "Fetch"), "secret/metadata/app");
    assert.equal(keyOf(store("v2", "secret"), "secret/app", "Fetch"), "secret/metadata/secret/app");
  });

  test("without a path the key has to say data", () => {
    assert.equal(keyOf(store("v2"), "secret/data/app", "Fetch"), "secret/metadata/app");
    assert.equal(keyOf(store("v2"), "secret/app/mydata", "Fetch"), "secret/app/mydata");
    assert.equal(keyOf(store("v2"), "secret/app", "Fetch"), "REMOTE_REF_UNSUPPORTED");
  });

  test("KV v1 has no metadata", () => {
    assert.equal(keyOf(store("v1", "kv"), "app", "Fetch"), "REMOTE_REF_UNSUPPORTED");
  });
});

suite("addressVault names what is read", () => {
  test("by host, namespace, mount and path, without the data of KV v2", () => {
    assert.equal(idOf(store("v2", "secret"), "app/db"), "vault:vault.example.com:8200:-:secret/app/db");
    assert.equal(idOf(store("v2"), "secret/data/app/db"), "vault:vault.example.com:8200:-:secret/app/db");
    assert.equal(idOf(store("v1", "kv"), "app/db"), "vault:vault.example.com:8200:-:kv/app/db");
  });

  test("in the namespace of the field, or else of the header", () => {
    const mount = store("v2", "secret");
    assert.equal(
      idOf({ ...mount, namespace: "/team-a/" }, "x"),
      "vault:vault.example.com:8200:team-a:secret/x",
    );
    const headers = { "x-vault-namespace": "team-b" };
    assert.equal(idOf({ ...mount, headers }, "x"), "vault:vault.example.com:8200:team-b:secret/x");
    assert.equal(idOf({ ...mount, namespace: "root" }, "x"), "vault:vault.example.com:8200:-:secret/x");
  });

  test("the same for all spellings of a key", () => {
    const mount = store("v2", "secret");
    const names = ["app", "/app", "app/", "secret/app", "secret/data/app", "//app"].map((key) =>
      idOf(mount, key),
    );
    assert.deepEqual(new Set(names), new Set(["vault:vault.example.com:8200:-:secret/app"]));
  });
});

test("serverUrl takes http and https URLs, and of them no query", () => {
  const rows: readonly (readonly [server: string, url: string | undefined])[] = [
    ["https://vault.example.com", "https://vault.example.com/"],
    ["http://vault:8200/base/", "http://vault:8200/base/"],
    ["https://vault.example.com/?x=1#y", "https://vault.example.com/"],
    ["vault.example.com:8200", undefined],
    ["127.0.0.1:8200", undefined],
    ["unix:///run/vault.sock", undefined],
    ["", undefined],
    [" https://vault.example.com", undefined],
    ["https://vault.example.com\n", undefined],
  ];
  for (const [server, url] of rows) assert.equal(serverUrl(server)?.href, url, server);
});

suite("addressVault refuses what would lead elsewhere", () => {
  for (const key of [
    "../x",
    "a/../b",
    "a/..",
    ".",
    "a/./b",
    "secret/../sys/health",
    "a\tb",
    "a\n",
    "a\u0000",
    "\u0085",
  ]) {
    test(JSON.stringify(key), () => {
      assert.equal(keyOf(store("v2", "secret"), key), "REMOTE_KEY_REFUSED");
    });
  }

  test("in the store's path too", () => {
    assert.equal(keyOf(store("v2", "secret/../sys"), "x"), "REMOTE_KEY_REFUSED");
  });

  test("whatever the key, the URL leads below the mount, to the segments of the key", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab./\\%?#:;@&=+ ü😀\t2ef") }), (key) => {
        const address = addressVault({ key }, store("v1", "kv"));
        if ("problem" in address) return;
        const url = new URL(`${SERVER}/v1/${escapePath(address.request.key)}`);
        const segments = url.pathname.split("/").map((segment) => decodeURIComponent(segment));
        const wanted = (key.startsWith("kv/") ? key.slice(3) : key)
          .split("/")
          .filter((segment) => segment !== "");
        assert.deepEqual(segments, ["", "v1", "kv", ...wanted]);
        assert.equal(url.search + url.hash, "");
      }),
    );
  });
});
