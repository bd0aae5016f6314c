import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";

import { cli } from "../../../cli.ts";
import {
  appRoleAuth,
  externalSecret,
  secret,
  stream,
  vaultStore,
} from "../../../providers/vault/manifests.ts";
import { skipWithout } from "../../../servers/find.ts";
import type { OpenBao } from "../../../servers/openbao.ts";
import { startOpenBao } from "../../../servers/openbao.ts";

const ODD = 'a "b"';
const SERVER = "https://vault.example.com";
const KUBERNETES = {
  kubernetes: { mountPath: "kubernetes", role: "shop", serviceAccountRef: { name: "shop" } },
};

async function policyOf(...objects: readonly object[]): Promise<string> {
  const { stdout, stderr, exit } = await cli(["plan", "--policy", "vault", "-q", "-"], {
    stdin: stream(...objects),
  });
  assert.equal(exit, 0, stderr);
  return stdout;
}

test("plan --policy vault: a path for each secret, once, with the login that needs it", async () => {
  const store = vaultStore({ server: SERVER, namespace: "team-a", auth: KUBERNETES });
  const data = {
    user: { key: "shop/database", property: "user" },
    password: { key: "shop/database", property: "password" },
    owner: { key: "shop/database", metadataPolicy: "Fetch" },
    quoted: { key: 'a"b${c}' },
  };
  assert.equal(
    await policyOf(store, externalSecret(data)),
    `# https://vault.example.com, namespace team-a, auth kubernetes, role "shop"
# for SecretStore default/store
path "secret/data/a\\"b\${c}" { capabilities = ["read"] }
path "secret/data/shop/database" { capabilities = ["read"] }
path "secret/metadata/shop/database" { capabilities = ["read"] }
`,
  );
});

test("plan --policy vault: a find lists folders and reads what is in them; tags are read from the metadata", async () => {
  const store = vaultStore({ server: SERVER, auth: KUBERNETES });
  assert.match(
    await policyOf(store, finding({ path: "shop", name: { regexp: "^a" } })),
    /^path "secret\/data\/shop\/\*" \{ capabilities = \["read"\] \}\npath "secret\/metadata\/shop\/\*" \{ capabilities = \["list"\] \}$/m,
  );
  assert.match(
    await policyOf(store, finding({ tags: { team: "shop" } })),
    /^path "secret\/data\/\*" .*\npath "secret\/metadata\/\*" \{ capabilities = \["list", "read"\] \}$/m,
  );
});

test("plan --policy vault: without a store of Vault it says so", async () => {
  const { exit, stderr } = await cli(["plan", "--policy", "vault", "fixtures/demo/guestbook"]);
  assert.equal(exit, 64);
  assert.match(stderr, /Nothing is read from vault/);
});

suite("plan --policy vault, loaded into a real server", { skip: skipWithout("openbao") }, () => {
  let server: OpenBao;
  const ROLE = "narrow";

  before(async () => {
    server = await startOpenBao();
    await server.request("POST", "sys/mounts/kv1", { body: { type: "kv", options: { version: "1" } } });
    await server.request("POST", "kv1/app", { body: { user: "v1" } });
    for (const [name, value] of Object.entries({
      "shop/database": { user: "shop", password: "p" },
      "shop/mail/user": { value: "mailer" },
      "shop/mail/deep/password": { value: "p" },
      other: { value: "o" },
      [ODD]: { value: "odd" },
    }))
      await server.request("POST", `secret/data/${name}`, { body: { data: value } });
    await server.request("POST", "secret/metadata/shop/database", {
      body: { custom_metadata: { owner: "ann" } },
    });
    await server.request("POST", "sys/auth/approle", { body: { type: "approle" } });
    await server.request("POST", `auth/approle/role/${ROLE}`, { body: { token_policies: ROLE } });
    await server.request("POST", `auth/approle/role/${ROLE}/role-id`, { body: { role_id: ROLE } });
    await server.request("POST", `auth/approle/role/${ROLE}/custom-secret-id`, {
      body: { secret_id: "sid" },
    });
  });
  after(async () => server.stop());

  const cases: Readonly<Record<string, (address: string) => readonly object[]>> = {
    "values and metadata of KV v2": (address) => [
      vaultStore({ server: address, auth: appRoleAuth(ROLE) }),
      externalSecret({
        user: { key: "shop/database", property: "user" },
        owner: { key: "shop/database", property: "owner", metadataPolicy: "Fetch" },
        other: { key: "other", property: "value" },
      }),
    ],
    "a find by name below a path": (address) => [
      vaultStore({ server: address, auth: appRoleAuth(ROLE) }),
      externalSecret({}, { dataFrom: [{ find: { path: "shop/mail", name: { regexp: "." } } }] }),
    ],
    "a find by tags": (address) => [
      vaultStore({ server: address, auth: appRoleAuth(ROLE) }),
      externalSecret({}, { dataFrom: [{ find: { tags: { owner: "ann" } } }] }),
    ],
    "finds that overlap, and secrets inside of them": (address) => [
      vaultStore({ server: address, auth: appRoleAuth(ROLE) }),
      externalSecret(
        { user: { key: "shop/database", property: "user" } },
        {
          dataFrom: [
            { find: { tags: { owner: "ann" } } },
            { find: { path: "shop/mail", name: { regexp: "." } } },
            { extract: { key: "other" } },
          ],
        },
      ),
    ],
    "a name that HCL has to quote": (address) => [
      vaultStore({ server: address, auth: appRoleAuth(ROLE) }),
      externalSecret({ odd: { key: ODD, property: "value" } }),
    ],
    "KV v1 beside v2": (address) => [
      vaultStore({ server: address, auth: appRoleAuth(ROLE) }),
      vaultStore({ server: address, path: "kv1", version: "v1", auth: appRoleAuth(ROLE) }, { name: "v1" }),
      externalSecret({ user: { key: "shop/database", property: "user" } }),
      {
        apiVersion: "external-secrets.io/v1",
        kind: "ExternalSecret",
        metadata: { name: "v1", namespace: "default" },
        spec: {
          secretStoreRef: { name: "v1" },
          data: [{ secretKey: "user", remoteRef: { key: "app", property: "user" } }],
        },
      },
    ],
  };

  for (const [name, objectsAt] of Object.entries(cases)) {
    test(`enough, and nothing of it can be left out: ${name}`, async () => {
      const objects = [...objectsAt(server.address), secret("creds", { sid: "sid" })];
      const policy = await policyOf(...objects);
      const rules = rulesOf(policy);
      assert.equal(await renders(objects, rules), true, policy);
      for (const [path, capability] of rules) {
        const fewer = rules.filter((rule) => rule[0] !== path || rule[1] !== capability);
        assert.equal(await renders(objects, fewer), false, `works without ${capability} on ${path}`);
      }
    });
  }

  /** Whether a render works with these rules and no others. */
  async function renders(objects: readonly object[], rules: readonly Rule[]): Promise<boolean> {
    const paths = Map.groupBy(rules, ([path]) => path);
    const policy = [...paths].map(
      ([path, group]) =>
        `path ${path} { capabilities = [${group.map(([, capability]) => capability).join(", ")}] }`,
    );
    await server.request("POST", `sys/policies/acl/${ROLE}`, {
      body: { policy: policy.length === 0 ? "# nothing" : policy.join("\n") },
    });
    return (await cli(["render", "-"], { stdin: stream(...objects) })).exit === 0;
  }
});

function finding(find: object): object {
  return externalSecret({}, { dataFrom: [{ find }] });
}

type Rule = readonly [path: string, capability: string];

/** Every capability on every path of a policy, as it is written. */
function rulesOf(policy: string): Rule[] {
  return [...policy.matchAll(/^path ("(?:[^"\\]|\\.)*") \{ capabilities = \[([^\]]*)\] \}$/gm)].flatMap(
    ([, path = "", capabilities = ""]) =>
      capabilities.split(", ").map((capability): Rule => [path, capability]),
  );
}
