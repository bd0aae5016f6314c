import assert from "node:assert/strict";
import { test } from "node:test";

import { CALLER_TRUST } from "../../src/eso/trust.ts";
import { isStoreStep } from "../../src/plan/render-plan.ts";
import { planInputs } from "../../src/render.ts";

const EVERY_KIND = `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: app}
spec:
  secretStoreRef: {name: s}
  dataFrom:
    - extract: {key: k}
    - find: {name: {regexp: k}}
    - sourceRef: {generatorRef: {kind: Fake, name: g}}
  data: [{secretKey: k, remoteRef: {key: k}}]
---
{apiVersion: external-secrets.io/v1, kind: SecretStore, metadata: {name: s}, spec: {provider: {fake: {data: []}}}}
---
{apiVersion: generators.external-secrets.io/v1alpha1, kind: Fake, metadata: {name: g}, spec: {data: {a: b}}}
`;

test("isStoreStep(): every entry but that of a generator asks a store", async () => {
  const { plan } = await planInputs([{ path: "-", bytes: new TextEncoder().encode(EVERY_KIND) }], {
    lookupNamespace: "team-a",
    strict: false,
    unknownNamespaces: "passed-over",
    allowEmpty: false,
    fake: undefined,
    administrator: async () => Promise.resolve([]),
    trust: CALLER_TRUST,
  });
  const steps = plan.secrets.flatMap((secret) => secret.steps);
  assert.deepEqual(
    steps.map((step) => [step.kind, isStoreStep(step)]),
    [
      ["extract", true],
      ["find", true],
      ["generator", false],
      ["data", true],
    ],
  );
});
