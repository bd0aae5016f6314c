import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { parse } from "yaml";

import type { CliResult } from "./cli.ts";
import { cli } from "./cli.ts";

const CANARY = "s3cr3t-canary";
const folder = mkdtempSync(join(tmpdir(), "presecret-attacks-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, text: string): string {
  const directory = mkdtempSync(join(folder, `${name}-`));
  writeFileSync(join(directory, "all.yaml"), text);
  return directory;
}

const STORES = put(
  "administrator",
  `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: {name: platform}
spec:
  provider: {fake: {data: [{key: k, value: ${CANARY}}, {key: proto, value: '{"__proto__": {"polluted": "1"}, "constructor": {"prototype": {"polluted": "1"}}}'}]}}
---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: {name: prod}
spec:
  conditions: [{namespaceSelector: {matchLabels: {tier: prod}}}]
  provider: {fake: {data: [{key: k, value: ${CANARY}}]}}
---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: {name: vault}
spec: {provider: {vault: {server: "https://vault.invalid", path: kv, auth: {tokenSecretRef: {name: token, namespace: ops, key: token}}}}}
---
apiVersion: v1
kind: Secret
metadata: {name: token, namespace: ops}
stringData: {token: ${CANARY}-token}
`,
);

function externalSecret(store: string, rest: string, metadata = "name: x"): string {
  const kind = store === "own" ? "SecretStore" : "ClusterSecretStore";
  return `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {${metadata}}\nspec: {secretStoreRef: {kind: ${kind}, name: ${store}}, ${rest}}\n`;
}

function ownStore(provider: string): string {
  return `---\napiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {name: own}\nspec: {provider: ${provider}}\n`;
}

const READ = "data: [{secretKey: a, remoteRef: {key: k}}]";
const NAMESPACE = "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: team-a, labels: {tier: prod}}\n";

const VAULT = (auth: string): string =>
  ownStore(`{vault: {server: "https://vault.invalid", path: kv, auth: ${auth}}}`);

const template = (data: string): string => `${READ}, target: {template: {data: {${data}}}}`;

const REFUSED: readonly (readonly [what: string, text: string, exit: number, code: string])[] = [
  ["a dot segment", externalSecret("vault", READ.replace("k}", '"a/../b"}')), 65, "REMOTE_KEY_REFUSED"],
  [
    "a tab in a dot segment",
    externalSecret("vault", READ.replace("k}", '"a/\\t../b"}')),
    65,
    "REMOTE_KEY_REFUSED",
  ],
  [
    "a store that shadows the administrator's",
    `${externalSecret("platform", READ)}${ownStore("{fake: {data: []}}").replace("SecretStore", "ClusterSecretStore").replace("own", "platform")}`,
    77,
    "STORE_UNTRUSTED",
  ],
  [
    "labels of the Application's own Namespace",
    externalSecret("prod", READ) + NAMESPACE,
    65,
    "NAMESPACE_UNKNOWN",
  ],
  [
    "another team's namespace",
    externalSecret("platform", READ, "name: x, namespace: team-b"),
    77,
    "NAMESPACE_DENIED",
  ],
  [
    "a Secret of another namespace",
    externalSecret("own", READ) + VAULT("{tokenSecretRef: {name: token, namespace: ops, key: token}}"),
    65,
    "ADMISSION_REFUSED",
  ],
  [
    "a Secret of the administrator's, by its name",
    externalSecret("own", READ) + VAULT("{tokenSecretRef: {name: token, key: token}}"),
    77,
    "CREDENTIAL_NOT_FOUND",
  ],
  [
    "the container's own identity",
    externalSecret("own", READ) + VAULT("{kubernetes: {mountPath: kubernetes, role: any}}"),
    77,
    "CREDENTIALS_MISSING",
  ],
  [
    "a metadata service",
    externalSecret("own", READ) +
      ownStore('{webhook: {url: "http://169.254.169.254/", result: {jsonPath: "$"}}}'),
    65,
    "PROVIDER_UNSUPPORTED",
  ],
  [
    "a token for a ServiceAccount",
    externalSecret(
      "platform",
      `${READ}, target: {template: {type: kubernetes.io/service-account-token, metadata: {annotations: {kubernetes.io/service-account.name: admin}}}}`,
    ),
    65,
    "ADMISSION_REFUSED",
  ],
  [
    "another kind as target",
    externalSecret("platform", `${READ}, target: {manifest: {apiVersion: v1, kind: ConfigMap}}`),
    65,
    "TARGET_UNSUPPORTED",
  ],
  [
    "a value that fail() is given",
    externalSecret("platform", template('x: "{{ .a | fail }}"')),
    65,
    "TEMPLATE_EXEC",
  ],
  [
    "a value as a regular expression",
    externalSecret("platform", template('x: "{{ mustRegexMatch (print .a \\"(\\") .a }}"')),
    65,
    "TEMPLATE_EXEC",
  ],
  [
    "a string of gigabytes",
    externalSecret("platform", template('x: "{{ repeat 2147483647 .a }}"')),
    65,
    "TEMPLATE_LIMIT",
  ],
  [
    "a template without an end",
    externalSecret(
      "platform",
      template(String.raw`x: "{{ define \"r\" }}{{ template \"r\" . }}{{ end }}{{ template \"r\" . }}"`),
    ),
    65,
    "TEMPLATE_LIMIT",
  ],
  [
    "the environment",
    externalSecret("platform", template('x: "{{ env \\"HOME\\" }}"')),
    65,
    "TEMPLATE_SYNTAX",
  ],
  [
    "a look-up of a host",
    externalSecret("platform", template('x: "{{ getHostByName .a }}"')),
    65,
    "TEMPLATE_SYNTAX",
  ],
];

for (const [what, text, exit, code] of REFUSED) {
  test(`generate refuses ${what}`, async () => {
    const result = await generate(text);
    assert.equal(result.stdout, "");
    assert.match(result.stderr, new RegExp(`\\[${code}\\]`));
    assert.equal(result.exit, exit);
    assert.doesNotMatch(result.stderr, new RegExp(CANARY));
  });
}

test("keys called __proto__ and constructor are keys like others, and change no object", async () => {
  const before = Reflect.ownKeys(Object.prototype);
  const text = externalSecret(
    "platform",
    "dataFrom: [{extract: {key: proto}}], data: [{secretKey: __proto__x, remoteRef: {key: k}}]",
  );
  const { exit, stdout, stderr } = await generate(text);
  assert.equal(exit, 0, stderr);
  const { data } = parse(stdout) as { readonly data: object };
  assert.deepEqual(Object.keys(data).toSorted(), ["__proto__", "__proto__x", "constructor"]);
  assert.deepEqual(Reflect.ownKeys(Object.prototype), before);
  assert.equal(Reflect.get({}, "polluted"), undefined);
});

test("generate asks no proxy, whatever the environment names", async () => {
  let connections = 0;
  const proxy = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((done) => {
    proxy.listen(0, "127.0.0.1", done);
  });
  const address = proxy.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? (address?.port ?? 0) : 0}`;
  const { stdout, stderr } = await generate(externalSecret("vault", READ), {
    HTTPS_PROXY: url,
    https_proxy: url,
  });
  proxy.close();
  assert.match(stderr, /Cannot reach "vault\.invalid/);
  assert.deepEqual([stdout, connections], ["", 0]);
});

for (const revision of ["streamed", "Streamed", "streamed-0123"]) {
  test(`generate refuses revision ${revision}`, async () => {
    const { exit, stdout, stderr } = await generate(externalSecret("platform", READ), {
      ARGOCD_APP_REVISION: revision,
    });
    assert.deepEqual([exit, stdout], [77, ""]);
    assert.match(stderr, /\[REVISION_REFUSED\]/);
  });
}

/** As Argo CD runs it, with all that an administrator may allow. */
async function generate(text: string, variables: Readonly<Record<string, string>> = {}): Promise<CliResult> {
  const argv = ["generate", `--stores=${STORES}`, "--tenant-stores", "--allow-host=vault.invalid"];
  const env = {
    ARGOCD_APP_NAME: "shop",
    ARGOCD_APP_NAMESPACE: "team-a",
    ARGOCD_APP_REVISION: "0123456789012345678901234567890123456789",
    KUBE_VERSION: "1.33.0",
    ...variables,
  };
  return cli(argv, { cwd: put("application", text), env });
}
