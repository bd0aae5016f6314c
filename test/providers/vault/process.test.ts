import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { after, before, suite, test } from "node:test";

import { skipWithout } from "../../servers/find.ts";
import type { OpenBao } from "../../servers/openbao.ts";
import { startOpenBao } from "../../servers/openbao.ts";
import type { VaultProxy } from "../../servers/vault-proxy.ts";
import { startVaultProxy } from "../../servers/vault-proxy.ts";
import { appRoleAuth, externalSecret, secret, stream, TOKEN_AUTH, vaultStore } from "./manifests.ts";
import type { ProcessResult } from "./process.ts";
import { runProcess } from "./process.ts";

const FAKE_ONLY = resolve(import.meta.dirname, "../../../fixtures/demo/guestbook");

/** Writes, when the process ends, which modules it loaded, and `socket` for each connection that it began. */
const WATCH = `data:text/javascript,${encodeURIComponent(`
  import { subscribe } from "node:diagnostics_channel";
  import { registerHooks } from "node:module";
  import { writeSync } from "node:fs";
  const seen = [];
  registerHooks({ load: (url, context, next) => { seen.push(url); return next(url, context); } });
  subscribe("net.client.socket", () => seen.push("socket"));
  process.on("exit", () => writeSync(2, JSON.stringify([...seen, ...process.moduleLoadList])));
`)}`;

function watched(stderr: string): string[] {
  return JSON.parse(stderr.slice(stderr.lastIndexOf("\n") + 1)) as string[];
}

const CANARY = "canary-5f1c";

suite("presecret as a process", () => {
  test("loads no code of Vault and opens no socket where all secrets come from the fake provider", async () => {
    const { exit, stderr } = await runProcess(["render", FAKE_ONLY], { stdin: "", env: {}, preload: WATCH });
    assert.equal(exit, 0);
    const loaded = watched(stderr);
    assert.ok(loaded.some((name) => name.endsWith("/providers/fake/client.ts")));
    const network =
      /^socket$|\/src\/net\/|vault\/(?:client|auth|session)|node-vault|NativeModule (?:tls|https?|dgram|dns)$/;
    assert.deepEqual(
      loaded.filter((name) => network.test(name)),
      [],
    );
  });
});

suite("a Vault store, whatever the environment says", { skip: skipWithout("openbao") }, () => {
  let server: OpenBao;
  let proxy: VaultProxy;
  let hostile: NodeJS.ProcessEnv;
  const stolen: IncomingMessage["headers"][] = [];
  const thief = createServer((request, response) => {
    stolen.push(request.headers);
    response.end("{}");
  });

  before(async () => {
    server = await startOpenBao();
    proxy = await startVaultProxy(server.address);
    await server.request("POST", "secret/data/app", { body: { data: { user: "alice" } } });
    await server.request("POST", "sys/auth/approle", { body: { type: "approle" } });
    await server.request("POST", "auth/approle/role/ci", { body: {} });
    await server.request("POST", "auth/approle/role/ci/role-id", { body: { role_id: "ci" } });
    await server.request("POST", "auth/approle/role/ci/custom-secret-id", {
      body: { secret_id: `sid-${CANARY}` },
    });
    await new Promise<void>((listening) => {
      thief.listen(0, "127.0.0.1", listening);
    });
    const evil = `http://127.0.0.1:${(thief.address() as AddressInfo).port}`;
    hostile = {
      DEBUG: "*",
      HTTP_PROXY: evil,
      NODE_DEBUG: "",
      VAULT_ADDR: evil,
      VAULT_AGENT_ADDR: evil,
      VAULT_CACERT: "/nowhere",
      VAULT_CLIENT_TIMEOUT: "1ns",
      VAULT_MAX_RETRIES: "0",
      VAULT_NAMESPACE: "evil",
      VAULT_PREFIX: "/evil",
      VAULT_PROXY_ADDR: evil,
      VAULT_SKIP_VERIFY: "1",
      VAULT_TOKEN: `${CANARY}-ambient`,
      http_proxy: evil,
    };
  });
  after(async () => {
    thief.close();
    await proxy.stop();
    await server.stop();
  });

  async function render(env: NodeJS.ProcessEnv, store: object, ...flags: string[]): Promise<ProcessResult> {
    proxy.reset();
    const creds = secret("creds", { token: "root", sid: `sid-${CANARY}` });
    const wanted = externalSecret({ user: { key: "app", property: "user" } });
    return runProcess(["render", "-", ...flags], { stdin: stream(creds, store, wanted), env });
  }

  for (const [name, auth] of [
    ["a token", TOKEN_AUTH],
    ["a login", appRoleAuth("ci")],
  ] as const) {
    test(`gives the same bytes, prints nothing and asks nobody else, with ${name}`, async () => {
      await server.request("POST", "auth/approle/role/ci", { body: { token_policies: "root-reader" } });
      await server.request("POST", "sys/policies/acl/root-reader", {
        body: { policy: 'path "secret/*" { capabilities = ["read"] }' },
      });
      const store = vaultStore({ server: proxy.address, auth });
      const plain = await render({}, store);
      const calls = [...proxy.calls];
      const result = await render(hostile, store);
      assert.equal(plain.exit, 0, plain.stderr);
      assert.deepEqual(result, plain);
      assert.deepEqual(proxy.calls, calls);
      assert.equal(result.stderr, "");
      assert.deepEqual(stolen, []);
    });
  }

  test("is watched rightly: a store of Vault loads its code and opens a socket", async () => {
    const wanted = externalSecret({ user: { key: "app" } });
    const store = vaultStore({ server: proxy.address, auth: TOKEN_AUTH });
    const stdin = stream(secret("creds", { token: "root" }), store, wanted);
    const { stderr } = await runProcess(["render", "-"], { stdin, env: {}, preload: WATCH });
    assert.ok(watched(stderr).includes("socket"));
    assert.ok(watched(stderr).some((name) => name.includes("/node_modules/node-vault/")));
  });

  test("sends the caller's own token to a store without auth only with --ambient", async () => {
    const store = vaultStore({ server: proxy.address });
    const env = { VAULT_TOKEN: "root" };
    const without = await render(env, store);
    assert.equal(without.exit, 77);
    assert.match(without.stderr, /ACCESS_DENIED|REQUEST_REFUSED/);
    assert.deepEqual(proxy.calls, ["GET /v1/secret/data/app without token"]);
    const ambient = await render(env, store, "--ambient");
    assert.equal(ambient.exit, 0, ambient.stderr);
    assert.deepEqual(proxy.calls, ["GET /v1/secret/data/app"]);
  });

  test("verifies a certificate with VAULT_SKIP_VERIFY too", async () => {
    const { fixtures } = JSON.parse(
      readFileSync(resolve(import.meta.dirname, "../../../fixtures/conformance/server-vault.json"), "utf8"),
    ) as { fixtures: { serverCert: string; serverKey: string } };
    const tls = await startOpenBao({ tls: { certificate: fixtures.serverCert, key: fixtures.serverKey } });
    try {
      const { exit, stderr } = await render(
        hostile,
        vaultStore({ server: tls.tlsAddress, auth: TOKEN_AUTH }),
      );
      assert.equal(exit, 69, stderr);
      assert.match(stderr, /its certificate is signed by no CA that is trusted here/);
    } finally {
      await tls.stop();
    }
  });
});
