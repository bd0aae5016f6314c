import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";

import type { CliResult } from "../../cli.ts";
import { cli } from "../../cli.ts";
import { skipWithout } from "../../servers/find.ts";
import type { OpenBao } from "../../servers/openbao.ts";
import { startOpenBao } from "../../servers/openbao.ts";
import type { VaultProxy } from "../../servers/vault-proxy.ts";
import { startVaultProxy } from "../../servers/vault-proxy.ts";
import { appRoleAuth, externalSecret, secret, stream, TOKEN_AUTH, vaultStore } from "./manifests.ts";

const ROOT_TOKEN = secret("creds", { token: "root" });

async function render(...objects: readonly object[]): Promise<CliResult> {
  return cli(["render", "-"], { stdin: stream(...objects) });
}

/** The value of a key of the one Secret that was rendered, beside those that were there before. */
function valueOf({ stdout }: CliResult, key: string): string | undefined {
  const encoded = new RegExp(`^ {2}${key}: "([^"]*)"$`, "m").exec(stdout)?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString();
}

function assertRefused(result: CliResult, exit: number, ...texts: readonly (string | RegExp)[]): void {
  assert.equal(result.exit, exit, result.stderr);
  assert.equal(result.stdout, "");
  for (const text of texts) {
    if (typeof text === "string")
      assert.ok(result.stderr.includes(text), `${text} is not in ${result.stderr}`);
    else assert.match(result.stderr, text);
  }
}

suite("a Vault store", { skip: skipWithout("openbao") }, () => {
  let server: OpenBao;
  let proxy: VaultProxy;
  let store: object;

  before(async () => {
    server = await startOpenBao();
    proxy = await startVaultProxy(server.address);
    store = vaultStore({ server: proxy.address, auth: TOKEN_AUTH });
    await server.request("POST", "sys/mounts/kv1", { body: { type: "kv", options: { version: "1" } } });
    await server.request("POST", "kv1/app", { body: { user: "v1", n: 1.5 } });
    for (const user of ["first", "second", "third"])
      await server.request("POST", "secret/data/app", { body: { data: { user, password: `of ${user}` } } });
    await server.request("POST", "secret/delete/app", { body: { versions: [2] } });
    await server.request("POST", "secret/data/gone", { body: { data: { user: "x" } } });
    await server.request("DELETE", "secret/data/gone");
    await server.request("POST", "secret/data/other", { body: { data: { user: "other" } } });
    await server.request("POST", "sys/policies/acl/reader", {
      body: { policy: 'path "secret/data/*" { capabilities = ["read"] }' },
    });
    await server.request("POST", "sys/auth/approle", { body: { type: "approle" } });
  });
  after(async () => {
    await proxy.stop();
    await server.stop();
  });

  /** An AppRole that logs in with its own name and the secret ID `sid`. */
  async function appRole(name: string, settings: object = {}): Promise<object> {
    const body = { token_policies: "reader", token_ttl: "10m", ...settings };
    await server.request("POST", `auth/approle/role/${name}`, { body });
    await server.request("POST", `auth/approle/role/${name}/role-id`, { body: { role_id: name } });
    await server.request("POST", `auth/approle/role/${name}/custom-secret-id`, {
      body: { secret_id: `sid-${name}` },
    });
    return vaultStore({ server: proxy.address, auth: appRoleAuth(name) });
  }

  /** How many tokens the server keeps. */
  async function tokens(): Promise<number> {
    const answer = (await server.request("LIST", "auth/token/accessors")) as { data: { keys: string[] } };
    return answer.data.keys.length;
  }

  async function writeMany(count: number): Promise<string[]> {
    const names = Array.from({ length: count }, (_, index) => `many-${index}`);
    for (const name of names) {
      const data = { a: `${name} a`, b: "b", c: "c", d: "d" };
      await server.request("POST", `secret/data/${name}`, { body: { data } });
    }
    return names;
  }

  test("reads KV v2", async () => {
    const result = await render(
      ROOT_TOKEN,
      store,
      externalSecret({ user: { key: "app", property: "user" } }),
    );
    assert.equal(result.exit, 0, result.stderr);
    assert.equal(valueOf(result, "user"), "third");
  });

  test("reads KV v1", async () => {
    const v1 = vaultStore({ server: proxy.address, path: "kv1", version: "v1", auth: TOKEN_AUTH });
    const result = await render(ROOT_TOKEN, v1, externalSecret({ all: { key: "app" } }));
    assert.equal(result.exit, 0, result.stderr);
    assert.equal(valueOf(result, "all"), '{"n":1.5,"user":"v1"}');
  });

  test("reads the version that remoteRef names", async () => {
    const pinned = externalSecret({ user: { key: "app", property: "user", version: "1" } });
    const result = await render(ROOT_TOKEN, store, pinned);
    assert.equal(valueOf(result, "user"), "first", result.stderr);
  });

  test("names a deleted version with deletionPolicy Retain, and where it stands", async () => {
    const pinned = externalSecret({ user: { key: "app", property: "user", version: "2" } });
    assertRefused(
      await render(ROOT_TOKEN, store, pinned),
      66,
      'spec.data[0].remoteRef.version: Cannot read secret "app" (version "2") from SecretStore "store": version 2 is deleted since 20',
      "[SECRET_NOT_FOUND]",
      "undelete it, or correct remoteRef.version",
    );
  });

  test("leaves out a deleted secret with deletionPolicy Delete", async () => {
    const entries = { gone: { key: "gone" }, user: { key: "app", property: "user" } };
    const result = await render(ROOT_TOKEN, store, externalSecret(entries, { deletionPolicy: "Delete" }));
    assert.equal(result.exit, 0, result.stderr);
    assert.deepEqual([valueOf(result, "gone"), valueOf(result, "user")], [undefined, "third"]);
  });

  test("writes no Secret where all is deleted with deletionPolicy Delete", async () => {
    const result = await render(
      ROOT_TOKEN,
      store,
      externalSecret({ gone: { key: "gone" } }, { deletionPolicy: "Delete" }),
    );
    assert.equal(result.exit, 0, result.stderr);
    assert.doesNotMatch(result.stdout, /"app"/);
  });

  test("leaves out a deleted secret with deletionPolicy Merge", async () => {
    const entries = { gone: { key: "gone" }, user: { key: "app", property: "user" } };
    const result = await render(ROOT_TOKEN, store, externalSecret(entries, { deletionPolicy: "Merge" }));
    assert.equal(valueOf(result, "user"), "third", result.stderr);
  });

  test("refuses a wrong token", async () => {
    assertRefused(
      await render(secret("creds", { token: "s.wrong" }), store, externalSecret({ user: { key: "app" } })),
      77,
      'Cannot read secret "app" from SecretStore "store": the server denies the capability "read" on /v1/secret/data/app (403) [ACCESS_DENIED]',
      "a token that expired is denied in the same way",
    );
  });

  test("a store without auth is denied, and the message says that no token was sent", async () => {
    const anonymous = vaultStore({ server: proxy.address });
    assertRefused(
      await render(anonymous, externalSecret({ user: { key: "app" } })),
      77,
      'denies the capability "read" on /v1/secret/data/app (403), and no token was sent: the store has no auth [ACCESS_DENIED]',
      "use your own VAULT_TOKEN with --ambient",
    );
  });

  test("refuses a token with a line feed before anything is sent", async () => {
    proxy.reset();
    assertRefused(
      await render(secret("creds", { token: "root\n" }), store, externalSecret({ user: { key: "app" } })),
      77,
      "spec.provider.vault.auth.tokenSecretRef: Cannot use the Vault token: it holds a line break",
      "[CREDENTIAL_INVALID]",
    );
    assert.deepEqual(proxy.calls, []);
  });

  test("reads and logs in within a namespace", async () => {
    await server.request("POST", "sys/namespaces/team-a", { body: {} });
    await server.request("POST", "sys/mounts/secret", {
      namespace: "team-a",
      body: { type: "kv", options: { version: "2" } },
    });
    const body = { data: { user: "of team-a" } };
    await server.request("POST", "secret/data/app", { namespace: "team-a", body });
    const inside = vaultStore({ server: proxy.address, namespace: "team-a", auth: TOKEN_AUTH });
    const result = await render(
      ROOT_TOKEN,
      inside,
      externalSecret({ user: { key: "app", property: "user" } }),
    );
    assert.equal(valueOf(result, "user"), "of team-a", result.stderr);
  });

  test("says that a namespace or a mount does not exist", async () => {
    const inside = vaultStore({ server: proxy.address, namespace: "team-x", auth: TOKEN_AUTH });
    const elsewhere = vaultStore({ server: proxy.address, path: "secrets", auth: TOKEN_AUTH });
    const wanted = externalSecret({ user: { key: "app" } });
    assertRefused(await render(ROOT_TOKEN, inside, wanted), 66, "the server has no such namespace");
    assertRefused(await render(ROOT_TOKEN, elsewhere, wanted), 66, "the server has no mount there");
  });

  test("says that the mount has the other KV version", async () => {
    const v2 = vaultStore({ server: proxy.address, path: "kv1", auth: TOKEN_AUTH });
    const v1 = vaultStore({ server: proxy.address, version: "v1", auth: TOKEN_AUTH });
    await server.request("POST", "kv1/data/app", { body: { user: "below data" } });
    const wanted = externalSecret({ user: { key: "app", property: "user" } });
    assertRefused(await render(ROOT_TOKEN, v2, wanted), 76, "set the store's version to v1");
    const { stderr } = await render(ROOT_TOKEN, v1, wanted);
    assert.match(stderr, /set the store's version to v2/);
  });

  test("refuses dot segments before anything is sent", async () => {
    proxy.reset();
    assertRefused(
      await render(ROOT_TOKEN, store, externalSecret({ user: { key: "../sys/health" } })),
      65,
      'its key holds the path segment ".." [REMOTE_KEY_REFUSED]',
    );
    assert.deepEqual(proxy.calls, []);
  });

  test("asks once for each secret and logs in and out once: 50 ExternalSecrets of 4 keys", async () => {
    const names = await writeMany(50);
    const role = await appRole("counted");
    const wanted = names.map((name) =>
      externalSecret(
        Object.fromEntries(["a", "b", "c", "d"].map((property) => [property, { key: name, property }])),
        { name },
      ),
    );
    proxy.reset();
    const result = await render(secret("creds", { sid: "sid-counted" }), role, ...wanted);
    assert.equal(result.exit, 0, result.stderr);
    assert.equal(proxy.calls.length, 52);
    assert.equal(proxy.calls[0], "PUT /v1/auth/approle/login without token");
    assert.deepEqual(
      proxy.calls.slice(1, 51).toSorted(),
      names.map((name) => `GET /v1/secret/data/${name}`).toSorted(),
    );
    assert.equal(proxy.calls[51], "PUT /v1/auth/token/revoke-self");
  });

  test("logs in once for stores with the same login, whatever their mounts", async () => {
    const one = await appRole("shared");
    const other = vaultStore(
      { server: proxy.address, path: "secret/", auth: appRoleAuth("shared") },
      { namespace: "other" },
    );
    proxy.reset();
    const result = await render(
      secret("creds", { sid: "sid-shared" }),
      secret("creds", { sid: "sid-shared" }, "other"),
      one,
      other,
      externalSecret({ user: { key: "app" } }),
      externalSecret({ user: { key: "app" } }, { namespace: "other" }),
    );
    assert.equal(result.exit, 0, result.stderr);
    assert.deepEqual(proxy.calls, [
      "PUT /v1/auth/approle/login without token",
      "GET /v1/secret/data/app",
      "PUT /v1/auth/token/revoke-self",
    ]);
  });

  test("leaves no token behind", async () => {
    const role = await appRole("tidy");
    const count = await tokens();
    await render(secret("creds", { sid: "sid-tidy" }), role, externalSecret({ user: { key: "app" } }));
    assert.equal(await tokens(), count);
  });

  test("revokes no batch token, which the server does not keep", async () => {
    const role = await appRole("batch", { token_type: "batch" });
    proxy.reset();
    const result = await render(
      secret("creds", { sid: "sid-batch" }),
      role,
      externalSecret({ user: { key: "app" } }),
    );
    assert.equal(result.exit, 0, result.stderr);
    assert.deepEqual(proxy.calls, ["PUT /v1/auth/approle/login without token", "GET /v1/secret/data/app"]);
  });

  test("acquires a token anew, once, that is gone in mid-run, and asks again what was denied", async () => {
    const names = await writeMany(12);
    const role = await appRole("fleeting", { token_num_uses: 8 });
    const wanted = names.map((name) => externalSecret({ a: { key: name, property: "a" } }, { name }));
    proxy.reset();
    const result = await render(secret("creds", { sid: "sid-fleeting" }), role, ...wanted);
    assert.equal(result.exit, 0, result.stderr);
    assert.equal(proxy.calls.filter((call) => call.includes("/login")).length, 2);
  });

  test("takes a denial by policy for what it is, and does not log in again", async () => {
    const role = await appRole("denied", { token_policies: "default" });
    proxy.reset();
    const result = await render(
      secret("creds", { sid: "sid-denied" }),
      role,
      externalSecret({ user: { key: "app" } }),
    );
    assertRefused(
      result,
      77,
      "[ACCESS_DENIED]",
      'Give the token\'s policy the capability "read" on this path',
    );
    assert.deepEqual(proxy.calls, [
      "PUT /v1/auth/approle/login without token",
      "GET /v1/secret/data/app",
      "GET /v1/auth/token/lookup-self",
      "PUT /v1/auth/token/revoke-self",
    ]);
  });

  test("tells a refused login once, at the store, with who needs it", async () => {
    const role = await appRole("refused");
    const wanted = ["one", "two"].map((name) => externalSecret({ user: { key: "app" } }, { name }));
    const result = await render(secret("creds", { sid: "wrong" }), role, ...wanted);
    assertRefused(
      result,
      77,
      /SecretStore default\/store: spec\.provider\.vault\.auth\.appRole: Cannot log in to Vault at "[^"]+" with appRole at auth\/approle\/login: the server refuses it \(400\) \(needed by ExternalSecret default\/one and 1 more\) \[AUTH_FAILED\]/,
    );
    assert.equal(result.stderr.match(/AUTH_FAILED\]/g)?.length, 1);
  });

  test("reports every problem of several secrets at once", async () => {
    const entries = {
      a: { key: "none" },
      b: { key: "app", property: "none" },
      c: { key: "app", version: "x" },
    };
    const { exit, stderr } = await render(ROOT_TOKEN, store, externalSecret(entries));
    assert.equal(exit, 65);
    for (const text of ["SECRET_NOT_FOUND", "PROPERTY_NOT_FOUND", "REQUEST_REFUSED"])
      assert.ok(stderr.includes(`[${text}]`), stderr);
  });

  test("tells the audit log of each request, its outcome and its ID, and of no secret", async () => {
    const role = await appRole("audited");
    const creds = secret("creds", { sid: "sid-audited" });
    const entries = { user: { key: "app", property: "user" }, gone: { key: "gone" } };
    const wanted = externalSecret(entries, { deletionPolicy: "Delete" });
    const { exit, stderr } = await cli(["render", "-", "--audit", "-"], {
      stdin: stream(creds, role, wanted),
    });
    assert.equal(exit, 0, stderr);
    const { host } = new URL(proxy.address);
    for (const text of [
      `vault:${host}:-:secret/app`,
      `vault:${host}:-:secret/gone`,
      '"found"',
      '"missing"',
      "appRole at",
    ])
      assert.ok(stderr.includes(text), `${text} is not in ${stderr}`);
    assert.doesNotMatch(stderr, /third|sid-audited|[sb]\.[A-Za-z0-9]{20}/);
  });

  test("refuses the logins that are not built in by name", async () => {
    const gcp = vaultStore({ server: proxy.address, auth: { gcp: { role: "ci" } } });
    assertRefused(
      await render(gcp, externalSecret({ user: { key: "app" } })),
      65,
      "spec.provider.vault.auth.gcp: Cannot log in to Vault by gcp: this method is not built in",
      "[AUTH_UNSUPPORTED]",
    );
  });
});
