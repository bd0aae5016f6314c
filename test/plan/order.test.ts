import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { cli } from "../cli.ts";

const DOCUMENTS = [
  "apiVersion: v1\nkind: Namespace\nmetadata: {name: team-a, labels: {tier: prod}}\n",
  "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: templates, namespace: team-a}\ndata: {greeting: 'hi {{ .b }}'}\n",
  "apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {name: s, namespace: team-a}\nspec: {provider: {fake: {data: [{key: k, value: '1'}]}}}\n",
  "apiVersion: external-secrets.io/v1\nkind: ClusterSecretStore\nmetadata: {name: c}\nspec: {conditions: [{namespaceSelector: {matchLabels: {tier: prod}}}], provider: {fake: {data: [{key: k, value: '2'}]}}}\n",
  "apiVersion: generators.external-secrets.io/v1alpha1\nkind: Fake\nmetadata: {name: g, namespace: team-a}\nspec: {data: {g: '3'}}\n",
  "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: one, namespace: team-a}\nspec: {secretStoreRef: {name: s}, data: [{secretKey: a, remoteRef: {key: k}}]}\n",
  "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: two, namespace: team-a}\nspec: {secretStoreRef: {name: c, kind: ClusterSecretStore}, target: {template: {mergePolicy: Merge, templateFrom: [{configMap: {name: templates, items: [{key: greeting}]}}]}}, data: [{secretKey: b, remoteRef: {key: k}}]}\n",
  "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: three, namespace: team-a}\nspec: {target: {name: one, creationPolicy: Merge, deletionPolicy: Retain}, dataFrom: [{sourceRef: {generatorRef: {kind: Fake, name: g}}}]}\n",
  "apiVersion: external-secrets.io/v1\nkind: ClusterExternalSecret\nmetadata: {name: all}\nspec: {externalSecretName: four, namespaceSelectors: [{matchLabels: {tier: prod}}], externalSecretSpec: {secretStoreRef: {name: s}, data: [{secretKey: d, remoteRef: {key: k}}]}}\n",
];

async function rendered(documents: readonly string[]): Promise<string[]> {
  const { exit, stdout, stderr } = await cli(["render", "-"], { stdin: documents.join("---\n") });
  assert.equal(exit, 0, stderr);
  return stdout
    .split(/^---\n/m)
    .filter((document) => document !== "")
    .toSorted();
}

test("render gives the same objects in whatever order the documents stand", async () => {
  const wanted = await rendered(DOCUMENTS);
  assert.equal(wanted.filter((document) => document.includes("kind: Secret\n")).length, 3);
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(DOCUMENTS, { minLength: DOCUMENTS.length }), async (documents) => {
      assert.deepEqual(await rendered(documents), wanted);
    }),
    { numRuns: 50 },
  );
});
