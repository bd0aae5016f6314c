import assert from "node:assert/strict";
import { test } from "node:test";

import { isExternalSecretsGroup } from "../../src/eso/api-group.ts";
import { identify } from "../../src/eso/kinds.ts";

const V1 = "external-secrets.io/v1";
const GENERATORS = "generators.external-secrets.io/v1alpha1";

for (const [apiVersion, kind, expected] of [
  [V1, "ExternalSecret", { group: "core", kind: "ExternalSecret", version: "v1" }],
  ["external-secrets.io/v1beta1", "SecretStore", { group: "core", kind: "SecretStore", version: "v1beta1" }],
  [GENERATORS, "Password", { group: "generators", kind: "Password" }],
  [GENERATORS, "ClusterGenerator", { group: "generators", kind: "ClusterGenerator" }],
] as const) {
  test(`identify() knows ${kind} of ${apiVersion}`, () => {
    assert.deepEqual(identify(apiVersion, kind), expected);
  });
}

for (const [apiVersion, kind, field, hint] of [
  ["external-secrets.io/v1alpha1", "ExternalSecret", "apiVersion", /apiVersion: external-secrets\.io\/v1$/],
  ["external-secrets.io/v2", "ClusterSecretStore", "apiVersion", /apiVersion: external-secrets\.io\/v1$/],
  [V1, "Password", "apiVersion", /apiVersion: generators\.external-secrets\.io\/v1alpha1$/],
  [GENERATORS, "SecretStore", "apiVersion", /apiVersion: external-secrets\.io\/v1$/],
  ["generators.external-secrets.io/v1", "Fake", "apiVersion", /v1alpha1$/],
  [V1, "ExternalSecrets", "kind", /kind: ExternalSecret, apiVersion: external-secrets\.io\/v1\?/],
  [V1, "externalsecret", "kind", /kind: ExternalSecret,/],
  [GENERATORS, "password", "kind", /kind: Password, apiVersion: generators/],
  ["external-secrets.io/v1alpha1", "PushSecret", "kind", /copies a Secret of the cluster into a store/],
  [GENERATORS, "GeneratorState", "kind", /what the operator remembers/],
  ["external-secrets.io/v1alpha1", "SecretGenerator", "kind", /such as kind: Password/],
  [V1, "Whatever", "kind", /^Known are ExternalSecret, /],
  [V1, "constructor", "kind", /^Known are /],
] as const) {
  test(`identify() refuses ${kind} of ${apiVersion} with a way out`, () => {
    const found = identify(apiVersion, kind);
    assert.ok("problem" in found);
    assert.deepEqual(found.path, [field]);
    assert.equal(found.problem.code, "KIND_UNKNOWN");
    assert.match(found.problem.hint ?? "", hint);
  });
}

test("isExternalSecretsGroup() takes the group and those below it", () => {
  assert.ok(isExternalSecretsGroup(V1));
  assert.ok(isExternalSecretsGroup(GENERATORS));
  assert.ok(isExternalSecretsGroup("external-secrets.io"));
  assert.ok(!isExternalSecretsGroup("kubernetes-client.io/v1"));
  assert.ok(!isExternalSecretsGroup("not-external-secrets.io/v1"));
  assert.ok(!isExternalSecretsGroup("v1"));
});
