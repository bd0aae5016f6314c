import assert from "node:assert/strict";
import { after, before, beforeEach, suite, test } from "node:test";

import type { CliResult } from "../../cli.ts";
import { cli } from "../../cli.ts";
import { skipWithout } from "../../servers/find.ts";
import type { Directory } from "../../servers/ldap.ts";
import { startDirectory } from "../../servers/ldap.ts";
import type { OpenBao } from "../../servers/openbao.ts";
import { startOpenBao } from "../../servers/openbao.ts";
import type { VaultProxy } from "../../servers/vault-proxy.ts";
import { startVaultProxy } from "../../servers/vault-proxy.ts";
import { externalSecret, secret, stream, vaultStore } from "./manifests.ts";

const USER = "ann.lee";
const PASSWORD = "s3cr3t-canary";
const PEOPLE = "ou=people,dc=example,dc=org";
const METHODS = [
  { method: "ldap", mount: "staff/ldap" },
  { method: "userPass", mount: "staff/userpass" },
] as const;

suite("a Vault store that logs in with a user's password", { skip: skipWithout("openbao", "ldap") }, () => {
  let directory: Directory;
  let server: OpenBao;
  let proxy: VaultProxy;

  before(async () => {
    directory = await startDirectory(`cn=${USER},${PEOPLE}`, PASSWORD);
    server = await startOpenBao();
    proxy = await startVaultProxy(server.address);
    const post = async (path: string, body: object): Promise<unknown> =>
      server.request("POST", path, { body });
    await post("secret/data/app", { data: { user: "alice" } });
    const policy = 'path "secret/data/*" { capabilities = ["read"] }';
    await post("sys/policies/acl/reader", { policy });
    await post("sys/auth/staff/ldap", { type: "ldap" });
    const config = { url: directory.url, userdn: PEOPLE, userattr: "cn", token_policies: "reader" };
    await post("auth/staff/ldap/config", config);
    await post("sys/auth/staff/userpass", { type: "userpass" });
    await post(`auth/staff/userpass/users/${USER}`, { password: PASSWORD, token_policies: "reader" });
  });
  beforeEach(() => {
    proxy.reset();
  });
  after(async () => {
    await proxy.stop();
    await server.stop();
    await directory.stop();
  });

  async function render(auth: object, password: string): Promise<CliResult> {
    const store = vaultStore({ server: proxy.address, auth });
    const wanted = externalSecret({ user: { key: "app", property: "user" } });
    return cli(["render", "-"], { stdin: stream(secret("creds", { password }), store, wanted) });
  }

  for (const { method, mount } of METHODS) {
    const auth = { [method]: { path: mount, username: USER, secretRef: { name: "creds", key: "password" } } };

    test(`by ${method}: one login, the read, one revocation`, async () => {
      const { exit, stdout, stderr } = await render(auth, PASSWORD);
      assert.equal(exit, 0, stderr);
      assert.match(stdout, /user: "YWxpY2U="/);
      assert.deepEqual(proxy.calls, [
        `PUT /v1/auth/${mount}/login/ann.lee without token`,
        "GET /v1/secret/data/app",
        "PUT /v1/auth/token/revoke-self",
      ]);
    });

    test(`by ${method}: a wrong password is refused, and not shown`, async () => {
      const { exit, stdout, stderr } = await render(auth, `${PASSWORD}!`);
      assert.deepEqual([exit, stdout], [77, ""]);
      assert.match(stderr, new RegExp(`auth\\.${method}: Cannot log in to Vault at .* \\[AUTH_FAILED\\]`));
      assert.doesNotMatch(stderr, /s3cr3t-canary/);
    });
  }
});
