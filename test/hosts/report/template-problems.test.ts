import assert from "node:assert/strict";
import { test } from "node:test";

import { cli } from "../../cli.ts";

/** A template that does not parse, in each place that a target has for one. */
const BROKEN = `apiVersion: v1
kind: ConfigMap
metadata: {name: texts}
data: {whole: ok, config.yaml: "{{ if }}", unused: "{{"}
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: s}
spec: {provider: {fake: {data: [{key: k, value: s3cr3t-canary}]}}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: app}
spec:
  secretStoreRef: {name: s}
  data: [{secretKey: k, remoteRef: {key: k}}]
  target:
    template:
      templateFrom:
        - configMap: {name: texts, items: [{key: whole}, {key: config.yaml}]}
        - literal: "{{ end }}"
        - {literal: "", configMap: {name: texts, items: [{key: config.yaml, templateAs: KeysAndValues}]}}
      data: {literal: "{{ .k", key: "{{ nosuch .k }}"}
      metadata:
        labels: {label: "{{ .k }"}
        annotations: {annotation: "{{ $x }}"}
`;

/** What is said of the ExternalSecret, sorted. */
async function said(argv: readonly string[]): Promise<string[]> {
  const { stderr } = await cli(argv, { stdin: BROKEN });
  return stderr
    .split("\n")
    .filter((line) => line.includes("ExternalSecret app"))
    .toSorted();
}

test("validate calls a template that does not parse, and its field, what render calls them", async () => {
  const rendered = await said(["render", "-"]);
  assert.equal(rendered.length, 7);
  assert.deepEqual(await said(["validate", "-"]), rendered);
});
