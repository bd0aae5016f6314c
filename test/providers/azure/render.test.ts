import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, suite, test } from "node:test";

import { routeToAzure } from "../../servers/azure/route.ts";
import * as samples from "../../servers/azure/samples.ts";
import type { Azure } from "../../servers/azure/server.ts";
import { startAzure } from "../../servers/azure/server.ts";
import { externalSecret, login, reading, render, store } from "./rig.ts";
import type { Settings } from "./rig.ts";

const OLD_PASSWORD = "4387e9f3d6e14c459867679a90fd0f79";
const OLD_KEY = "78deebed173b48e48f55abf87ed4cf71";
const NEW_KEY = "a1b2c3d4e5f60718293a4b5c6d7e8f90";
const KEY_ID = `https://${samples.VAULT_HOST}/keys/signing`;
const DATABASE =
  '{"username":"shop","password":"s3cr3t-canary","dotted.name":"escaped","nested":{"port":5432,"empty":null}}';
const { n: MODULUS } = samples.RSA_KEY;
const { x: X, y: Y } = samples.EC_KEY;
const RSA_OPERATIONS = '["encrypt","decrypt","sign","verify","wrapKey","unwrapKey"]';
const TIMES =
  '"attribute.created":"2017-05-04T22:53:30Z","attribute.expires":"2096-10-02T07:06:40Z","attribute.notBefore":"2020-09-13T12:26:40Z","attribute.updated":"2017-05-04T22:55:00Z",';
const TAGS = String.raw`"endpoints":"{\"read\":\"r.example\",\"write\":\"w.example\"}","environment":"dev","team":"shop"`;

suite("secrets, keys and certificates of a vault", () => {
  let azure: Azure;
  let given: samples.Samples;
  before(async () => {
    given = samples.newSamples();
    azure = await startAzure(given.seed);
    routeToAzure(azure);
  });
  after(async () => {
    await azure.close();
  });
  beforeEach(() => {
    azure.keyVault.operations.length = 0;
    azure.keyVault.challenges = 0;
    azure.entra.given.length = 0;
  });
  afterEach(() => {
    assert.deepEqual(azure.violations, []);
  });

  const values: readonly (readonly [string, Settings, string, string?])[] = [
    ["a secret", { key: "database-password" }, "s3cr3t-canary"],
    ["a secret by its type", { key: "secret/database-password" }, "s3cr3t-canary"],
    ["what follows the name is left out", { key: "secret/database-password/more/of/it" }, "s3cr3t-canary"],
    ["a name in another letter case", { key: "Database-Password" }, "s3cr3t-canary"],
    ["a version", { key: "database-password", version: OLD_PASSWORD }, "s3cr3t-canary-old"],
    ["a secret outside of its dates", { key: "expired" }, "of old"],
    ["a secret of a certificate", { key: "tls-bundle" }, "MIIKZ..."],
    ["JSON as it is", { key: "database" }, DATABASE],
    ["a property", { key: "database", property: "username" }, "shop"],
    ["a property below another", { key: "database", property: "nested.port" }, "5432"],
    ["a property with a dot in its name", { key: "database", property: "dotted.name" }, "escaped"],
    ["a property that is null", { key: "database", property: "nested.empty" }, ""],
    ["a property of a version", { key: "database", version: "", property: "password" }, "s3cr3t-canary"],
    [
      "a key in the order of the legacy client",
      { key: "key/signing" },
      `{"kid":"${KEY_ID}/${NEW_KEY}","kty":"EC","key_ops":["sign","verify"],"crv":"P-256","x":"${String(X)}","y":"${String(Y)}"}`,
      `{"crv":"P-256","key_ops":["sign","verify"],"kid":"${KEY_ID}/${NEW_KEY}","kty":"EC","x":"${String(X)}","y":"${String(Y)}"}`,
    ],
    [
      "a version of a key",
      { key: "key/signing", version: OLD_KEY },
      `{"kid":"${KEY_ID}/${OLD_KEY}","kty":"RSA","key_ops":${RSA_OPERATIONS},"n":"${String(MODULUS)}","e":"AQAB"}`,
      `{"e":"AQAB","key_ops":${RSA_OPERATIONS},"kid":"${KEY_ID}/${OLD_KEY}","kty":"RSA","n":"${String(MODULUS)}"}`,
    ],
    ["a property of a key", { key: "key/signing", version: OLD_KEY, property: "e" }, "AQAB"],
    ["an item of a key's list", { key: "key/signing", property: "key_ops.1" }, "verify"],
    ["all metadata", { key: "database", metadataPolicy: "Fetch" }, `{${TIMES}${TAGS}}`, `{${TAGS}}`],
    ["a tag", { key: "database", metadataPolicy: "Fetch", property: "environment" }, "dev"],
    [
      "a path into a tag's JSON",
      { key: "database", metadataPolicy: "Fetch", property: "endpoints.write" },
      "w.example",
    ],
    [
      "a tag of a key",
      { key: "key/signing", version: OLD_KEY, metadataPolicy: "Fetch", property: "purpose" },
      "unit test",
    ],
    ["a tag of a certificate", { key: "cert/tls", metadataPolicy: "Fetch", property: "team" }, "shop"],
  ];
  for (const useAzureSDK of [false, true]) {
    const client = useAzureSDK ? "the new client" : "the legacy client";
    test(`data gives the bytes of ${client}`, async () => {
      const refs = values.map(([, remoteRef]) => remoteRef);
      const result = await render([store({ useAzureSDK }), login(), reading(...refs)]);
      assert.equal(result.stderr, "");
      const expected = values.map(([what, , legacy, modern = legacy]) => [
        what,
        useAzureSDK ? modern : legacy,
      ]);
      assert.deepEqual(
        values.map(([what], index) => [what, result.values[`v${index}`]]),
        expected,
      );
      const distinct = new Set(
        refs.map(({ key, version = "" }) => `${String(key).toLowerCase()}@${String(version)}`),
      );
      assert.ok(azure.keyVault.operations.length < distinct.size, "one read serves all entries of a secret");
    });

    test(`a certificate is its DER for ${client}, whatever the property`, async () => {
      const refs = [{ key: "cert/tls" }, { key: "cert/tls", property: "anything" }];
      const { raw } = await render([store({ useAzureSDK }), login(), reading(...refs)]);
      assert.deepEqual(raw["v0"], Buffer.from(given.certificate));
      assert.deepEqual(raw["v1"], Buffer.from(given.certificate));
      assert.equal(azure.keyVault.operations.length, 1);
    });
  }

  test("data has an attribute with the legacy client only", async () => {
    const remoteRef = { key: "database", metadataPolicy: "Fetch", property: "attribute.expires" };
    const { values: got } = await render([store(), login(), reading(remoteRef)]);
    assert.deepEqual(got, { v0: "2096-10-02T07:06:40Z" });
    const modern = await render([store({ useAzureSDK: true }), login(), reading(remoteRef)]);
    assert.equal(modern.exit, 66);
    assert.match(modern.stderr, /it has no tag "attribute\.expires".*\[PROPERTY_NOT_FOUND\]/);
  });

  const maps: readonly (readonly [string, Settings, Readonly<Record<string, string>>, boolean?])[] = [
    [
      "extract",
      { extract: { key: "database" } },
      {
        username: "shop",
        password: "s3cr3t-canary",
        "dotted.name": "escaped",
        nested: '{"port":5432,"empty":null}',
      },
    ],
    [
      "extract of a property",
      { extract: { key: "database", property: "nested" } },
      { port: "5432", empty: "" },
    ],
    [
      "extract of metadata, flattened",
      { extract: { key: "secret/database", metadataPolicy: "Fetch" } },
      {
        database_environment: "dev",
        database_team: "shop",
        database_endpoints_read: "r.example",
        database_endpoints_write: "w.example",
      },
      true,
    ],
    [
      "extract of one tag",
      { extract: { key: "database", metadataPolicy: "Fetch", property: "team" } },
      { database_team: "shop" },
    ],
    [
      "extract of one tag, with the type in the key: no such name, so empty",
      { extract: { key: "secret/database", metadataPolicy: "Fetch", property: "team" } },
      { secret_database_team: "" },
    ],
    [
      "find by name",
      { find: { name: { regexp: "^item-0[0-2]$" } } },
      itemsOf("item-00", "item-01", "item-02"),
    ],
    ["find by name, anywhere in it", { find: { name: { regexp: "4[0-1]" } } }, itemsOf("item-40", "item-41")],
    [
      "find by name and tags",
      { find: { name: { regexp: "^item-0" }, tags: { group: "odd" } } },
      itemsOf("item-01", "item-03", "item-05", "item-07", "item-09"),
    ],
    ["find by tags", { find: { tags: { environment: "dev", team: "shop" } } }, { database: DATABASE }],
  ];
  for (const [what, entry, expected, useAzureSDK = false] of maps) {
    test(`dataFrom: ${what}`, async () => {
      const result = await render([store({ useAzureSDK }), login(), externalSecret({ dataFrom: [entry] })]);
      assert.equal(result.stderr, "");
      assert.deepEqual(result.values, expected);
    });
  }

  test("find without a criterion takes all that are enabled, page by page", async () => {
    azure.keyVault.hasEmptyPages = true;
    const result = await render([store(), login(), externalSecret({ dataFrom: [{ find: { name: {} } }] })]);
    azure.keyVault.hasEmptyPages = false;
    assert.equal(Object.keys(result.values).length, 54);
    assert.equal(result.values["disabled"], undefined);
    const pages = azure.keyVault.operations.filter(({ name }) => name === undefined);
    assert.equal(pages.length, 4);
  });

  test("find refuses an expression that is not valid, which ESO takes for one that fits nothing", async () => {
    const find = { name: { regexp: "(" } };
    const result = await render([store(), login(), externalSecret({ dataFrom: [{ find }] })]);
    assert.equal(result.exit, 65);
    assert.match(result.stderr, /\[REGEXP_INVALID\]/);
  });

  test("50 secrets are 50 reads, 1 challenge and 1 token", async () => {
    const refs = Array.from({ length: 50 }, (_, index) => ({
      key: `item-${String(index).padStart(2, "0")}`,
    }));
    const { exit, values: got } = await render([store(), login(), reading(...refs)]);
    assert.deepEqual([exit, got["v0"], got["v49"]], [0, "value-0", "value-49"]);
    assert.deepEqual(
      [azure.keyVault.operations.length, azure.keyVault.challenges, azure.entra.given.length],
      [50, 1, 1],
    );
  });

  test("secrets, keys, certificates and a find share 1 challenge and 1 token", async () => {
    const entries = {
      data: ["key/signing", "cert/tls", "database"].map((key, index) => ({
        secretKey: `k${index}`,
        remoteRef: { key },
      })),
      dataFrom: [{ find: { name: { regexp: "^(database|item-0.)$" } } }],
    };
    const { exit } = await render([store(), login(), externalSecret(entries)]);
    assert.equal(exit, 0);
    const { operations, challenges } = azure.keyVault;
    assert.deepEqual([operations.length, challenges, azure.entra.given.length], [3 + 3 + 10, 1, 1]);
  });

  test("a token that runs out is renewed, and nothing else is asked anew", async () => {
    const { lifetime } = azure.tokens;
    const refs = Array.from({ length: 5 }, (_, index) => ({ key: `item-0${index}` }));
    azure.keyVault.onOperation = (count): void => {
      if (count === 1) azure.tokens.revokeAll();
    };
    const { exit, values: got } = await render([store(), login(), reading(...refs)]);
    azure.keyVault.onOperation = undefined;
    azure.tokens.lifetime = lifetime;
    assert.deepEqual([exit, Object.keys(got).length], [0, 5]);
    assert.deepEqual([azure.keyVault.operations.length, azure.entra.given.length], [5, 2]);
  });

  test("a throttled vault is asked again as it says", async () => {
    azure.keyVault.throttled = { count: 3, retryAfter: 0 };
    const { exit, values: got } = await render([store(), login(), reading({ key: "database-password" })]);
    assert.deepEqual([exit, got], [0, { v0: "s3cr3t-canary" }]);
  });
});

function itemsOf(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, `value-${Number(name.slice(-2))}`]));
}
