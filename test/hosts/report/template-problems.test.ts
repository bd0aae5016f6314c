import assert from "node:assert/strict";
import { test } from "node:test";

import { cli } from "../../cli.ts";

/** A template that does not parse, in each place that a target has for one, and templates that are not there. */
const BROKEN = `apiVersion: v1
kind: Secret
metadata: {name: hidden}
data: {one: b25l}
stringData: {two: two}
---
apiVersion: v1
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
        - configMap: {name: texts, items: [{key: whole}, {key: gone}]}
        - configMap: {name: gone, items: [{key: whole}]}
        - secret: {name: hidden, items: [{key: one}, {key: two}, {key: three}]}
        - secret: {name: texts, items: [{key: whole}]}
        - {literal: "a: b", target: ""}
        - {literal: "a: b", target: labels}
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

test("validate calls a template that does not parse or is not there, and its field, what render calls them", async () => {
  const rendered = await said(["render", "-"]);
  assert.equal(rendered.length, 12);
  assert.deepEqual(await said(["validate", "-"]), rendered);
});
