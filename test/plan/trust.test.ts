import assert from "node:assert/strict";
import { test } from "node:test";

import type { Trust } from "../../src/eso/trust.ts";
import { CALLER_TRUST } from "../../src/eso/trust.ts";
import { recogniseStream } from "../../src/manifest/recognise.ts";
import { render } from "../../src/render.ts";

/** A host that trusts its administrator and nothing of the manifests. */
const HOST: Trust = { ...CALLER_TRUST, streamStores: "none", namespaces: "own", lookUps: "apart" };

function storeOf(kind: string, name: string, value: string, namespace = ""): string {
  const place = namespace === "" ? "" : `, namespace: ${namespace}`;
  return `---
apiVersion: external-secrets.io/v1
kind: ${kind}
metadata: {name: ${name}${place}}
spec: {provider: {fake: {data: [{key: k, value: ${value}}]}}}
`;
}

function secretOf(
  storeKind: string,
  store: string,
  extra: { namespace?: string; template?: string } = {},
): string {
  const { namespace, template = "" } = extra;
  const place = namespace === undefined ? "" : `, namespace: ${namespace}`;
  return `---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: app${place}}
spec:
  secretStoreRef: {kind: ${storeKind}, name: ${store}}
  data: [{secretKey: k, remoteRef: {key: k}}]
${template}`;
}

/** The emitted `data`, or the codes of the errors. */
async function rendered(stream: string, administrator: string, trust: Trust): Promise<string[]> {
  const bytes = new TextEncoder().encode(stream);
  const result = await render(recogniseStream([{ path: "-", bytes }]), {
    lookupNamespace: "team-a",
    strict: false,
    unknownNamespaces: "passed-over",
    allowEmpty: false,
    keep: false,
    redact: false,
    fake: undefined,
    administrator: async () =>
      Promise.resolve(
        administrator === "" ? [] : [{ path: "stores.yaml", bytes: new TextEncoder().encode(administrator) }],
      ),
    trust,
    access: {
      environment: {},
      credentialFiles: undefined,
      signal: AbortSignal.timeout(10_000),
      timeLeft: () => 10_000,
    },
  });
  const errors = result.diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
  if (errors.length > 0) return errors;
  return result.outputs.flatMap(({ parts }) =>
    parts.flatMap((part) =>
      part.kind === "replace" ? part.documents.flatMap((text) => /k: ("[^"]+")/.exec(text)?.[1] ?? []) : [],
    ),
  );
}

function encoded(value: string): string {
  return `"${Buffer.from(value).toString("base64")}"`;
}

const STREAM_STORE = storeOf("SecretStore", "s", "tenant");
const STREAM_CLUSTER = storeOf("ClusterSecretStore", "c", "tenant");
const ADMINISTRATOR_CLUSTER = storeOf("ClusterSecretStore", "c", "administrator");
const TENANT_STORES: Trust = { ...HOST, streamStores: "secret-stores" };

const CASES: readonly (readonly [string, string, string, Trust, readonly string[]])[] = [
  [
    "all stores of the stream",
    STREAM_STORE + secretOf("SecretStore", "s"),
    "",
    CALLER_TRUST,
    [encoded("tenant")],
  ],
  ["no store of the stream", STREAM_STORE + secretOf("SecretStore", "s"), "", HOST, ["STORE_UNTRUSTED"]],
  [
    "SecretStores of the stream",
    STREAM_STORE + secretOf("SecretStore", "s"),
    "",
    TENANT_STORES,
    [encoded("tenant")],
  ],
  [
    "no ClusterSecretStore of the stream",
    STREAM_CLUSTER + secretOf("ClusterSecretStore", "c"),
    "",
    TENANT_STORES,
    ["STORE_UNTRUSTED"],
  ],
  [
    "the administrator's stores",
    secretOf("ClusterSecretStore", "c"),
    ADMINISTRATOR_CLUSTER,
    HOST,
    [encoded("administrator")],
  ],
  [
    "no store in the name of the administrator's",
    STREAM_CLUSTER + secretOf("ClusterSecretStore", "c"),
    ADMINISTRATOR_CLUSTER,
    HOST,
    ["STORE_UNTRUSTED"],
  ],
  [
    "the stream's store first for the caller",
    STREAM_CLUSTER + secretOf("ClusterSecretStore", "c"),
    ADMINISTRATOR_CLUSTER,
    CALLER_TRUST,
    [encoded("tenant")],
  ],
  [
    "no other namespace than the application's",
    secretOf("ClusterSecretStore", "c", { namespace: "team-b" }),
    ADMINISTRATOR_CLUSTER,
    HOST,
    ["NAMESPACE_DENIED"],
  ],
  [
    "any namespace where the administrator says so",
    secretOf("ClusterSecretStore", "c", { namespace: "team-b" }),
    ADMINISTRATOR_CLUSTER,
    { ...HOST, namespaces: "all" },
    [encoded("administrator")],
  ],
];

for (const [rule, stream, administrator, trust, expected] of CASES) {
  test(`Stores.resolve() takes ${rule}`, async () => {
    assert.deepEqual(await rendered(stream, administrator, trust), expected);
  });
}

const CONDITIONS = `---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: {name: c}
spec:
  conditions: [{namespaceSelector: {matchLabels: {team: a}}}]
  provider: {fake: {data: [{key: k, value: administrator}]}}
`;
const NAMESPACE = "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: team-a, labels: {team: a}}\n";

test("Stores.resolve() believes no labels of a Namespace of the stream where look-ups are kept apart", async () => {
  const stream = NAMESPACE + secretOf("ClusterSecretStore", "c");
  assert.deepEqual(await rendered(stream, CONDITIONS, HOST), ["NAMESPACE_UNKNOWN"]);
  assert.deepEqual(await rendered(stream, CONDITIONS, CALLER_TRUST), [encoded("administrator")]);
  const own = secretOf("ClusterSecretStore", "c");
  assert.deepEqual(await rendered(own, CONDITIONS + NAMESPACE, HOST), [encoded("administrator")]);
});

test("templateFrom reads no Secret of the administrator where look-ups are kept apart", async () => {
  const template = "  target: {template: {templateFrom: [{secret: {name: admin, items: [{key: k}]}}]}}\n";
  const stream = secretOf("ClusterSecretStore", "c", { template });
  const admin =
    "---\napiVersion: v1\nkind: Secret\nmetadata: {name: admin, namespace: team-a}\nstringData: {k: 'k: v'}\n";
  assert.deepEqual(await rendered(stream, ADMINISTRATOR_CLUSTER + admin, HOST), ["TEMPLATE_SOURCE_MISSING"]);
  assert.deepEqual(await rendered(stream, ADMINISTRATOR_CLUSTER + admin, CALLER_TRUST), [encoded("k: v")]);
});
