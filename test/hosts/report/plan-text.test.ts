import assert from "node:assert/strict";
import { test } from "node:test";

import { cli } from "../../cli.ts";

const GENERATOR_REF = { apiVersion: "generators.external-secrets.io/v1alpha1", kind: "Fake", name: "made" };
const OBJECTS = [
  {
    apiVersion: "external-secrets.io/v1",
    kind: "SecretStore",
    metadata: { name: "shop" },
    spec: { provider: { fake: { data: [] } } },
  },
  {
    apiVersion: GENERATOR_REF.apiVersion,
    kind: "Fake",
    metadata: { name: "made" },
    spec: { data: { a: "b" } },
  },
  {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name: "app" },
    spec: {
      refreshInterval: "1h",
      secretStoreRef: { name: "shop" },
      data: [{ secretKey: "a", remoteRef: { key: "db", version: "v2", property: "password" } }],
      dataFrom: [
        { extract: { key: "api" } },
        { find: { name: { regexp: "^x" } } },
        { sourceRef: { generatorRef: GENERATOR_REF } },
      ],
    },
  },
];
const STDIN = OBJECTS.map((object) => JSON.stringify(object)).join("\n---\n");
const TEXT = `Secret default/app from ExternalSecret default/app (refreshInterval 1h: no effect in a render)
  spec.dataFrom[0]: "api" from SecretStore shop
  spec.dataFrom[1]: find {"name":{"regexp":"^x"}} in SecretStore shop
  spec.dataFrom[2]: generator Fake
  spec.data[0]: "db", version "v2", property "password" from SecretStore shop
Requests, each asked once
  SecretStore shop in default: value of "fake:api", for default/app spec.dataFrom[0]
  SecretStore shop in default: find {"name":{"regexp":"^x"}}, for default/app spec.dataFrom[1]
  SecretStore shop in default: value of "fake:db", version "v2", for default/app spec.data[0]
`;

test("planText() names what each kind of entry needs, and each request", async () => {
  const { exit, stdout, stderr } = await cli(["plan", "-"], { stdin: STDIN });
  assert.equal(exit, 0, stderr);
  assert.equal(stdout, TEXT);
});

test("listPlan() has the members of its kind for each entry and request, in this order", async () => {
  const { exit, stdout, stderr } = await cli(["plan", "-f", "json", "-"], { stdin: STDIN });
  assert.equal(exit, 0, stderr);
  const { secrets, requests } = JSON.parse(stdout) as { secrets: { reads: object[] }[]; requests: object[] };
  assert.deepEqual(members(secrets.flatMap(({ reads }) => reads)), [
    "field store key",
    "field store find",
    "field generator",
    "field store key version property",
  ]);
  assert.deepEqual(members(requests), [
    "store namespace resourceId what neededBy",
    "store namespace find neededBy",
    "store namespace resourceId version what neededBy",
  ]);
});

function members(objects: readonly object[]): string[] {
  return objects.map((object) => Object.keys(object).join(" "));
}
