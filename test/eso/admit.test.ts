import assert from "node:assert/strict";
import { test } from "node:test";

import { admit } from "../../src/eso/admit.ts";
import { isObject, objectOf } from "../../src/eso/unchecked-object.ts";
import { admitYaml, externalSecret, linesOf, store } from "./admitted.ts";
import { LOCATED, readStream } from "./recorded.ts";

const DATA = "data: [{secretKey: a, remoteRef: {key: k}}]";

test("admit() gives an ExternalSecret the defaults of v1", () => {
  const template = "{templateFrom: [{secret: {name: s, items: [{key: k}]}}], data: {a: b, c: null}}";
  const rewrite = "dataFrom: [{find: {}, rewrite: [{merge: {}}]}]";
  const { admitted, diagnostics } = admitYaml(
    externalSecret(`{target: {template: ${template}}, ${rewrite}}`),
  );
  assert.deepEqual(diagnostics, []);
  assert.deepEqual(plain(admitted), {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name: "app" },
    spec: {
      refreshInterval: "1h0m0s",
      target: {
        creationPolicy: "Owner",
        deletionPolicy: "Retain",
        template: {
          engineVersion: "v2",
          mergePolicy: "Replace",
          data: { a: "b" },
          templateFrom: [
            { secret: { name: "s", items: [{ key: "k", templateAs: "Values" }] }, target: "Data" },
          ],
        },
      },
      dataFrom: [
        {
          find: {},
          rewrite: [
            { merge: { into: "", strategy: "Extract", conflictPolicy: "Error", priorityPolicy: "Strict" } },
          ],
        },
      ],
    },
  });
});

for (const [provider, settings, expected] of [
  ["aws", "{service: ParameterStore, region: r}", { sessionTagsPolicy: "None" }],
  ["vault", "{server: s, auth: {kubernetes: {role: r}}}", { version: "v2" }],
  ["openBao", "{server: s}", { version: "v2" }],
  [
    "azurekv",
    "{vaultUrl: u}",
    { authType: "ServicePrincipal", environmentType: "PublicCloud", useAzureSDK: false },
  ],
] as const) {
  test(`admit() gives ${provider} the defaults of the CRD`, () => {
    const { admitted } = admitYaml(store(`{${provider}: ${settings}}`));
    assert.ok(admitted?.kind === "SecretStore" && isObject(admitted.spec));
    const found = admitted.spec["provider"];
    assert.partialDeepStrictEqual(plain(found), { [provider]: expected });
  });
}

test("admit() gives each login of Vault the path where it is mounted", () => {
  const secretRef = "secretRef: {name: s, key: k}";
  const auth = `{appRole: {roleId: r, ${secretRef}}, kubernetes: {role: r}, ldap: {username: u}, userPass: {username: u}, jwt: {${secretRef}}, cert: {}, gcp: {role: r}}`;
  const { admitted, diagnostics } = admitYaml(store(`{vault: {server: s, auth: ${auth}}}`));
  assert.deepEqual(diagnostics, []);
  assert.partialDeepStrictEqual(plain(admitted), {
    spec: {
      provider: {
        vault: {
          auth: {
            appRole: { path: "approle" },
            kubernetes: { mountPath: "kubernetes" },
            ldap: { path: "ldap" },
            userPass: { path: "userpass" },
            jwt: { path: "jwt" },
            cert: { path: "cert" },
            gcp: { path: "gcp" },
          },
        },
      },
    },
  });
});

function old(spec: string): string {
  return externalSecret(spec).replace("io/v1", "io/v1beta1");
}

test("admit() reads v1beta1 as v1, says so, and knows what it lacks", () => {
  const admission = admitYaml(old(`{${DATA}}`));
  assert.equal(admission.deprecatedVersion, true);
  assert.equal(admission.admitted?.apiVersion, "external-secrets.io/v1");
  assert.partialDeepStrictEqual(plain(admission.admitted), {
    spec: {
      data: [
        { remoteRef: { metadataPolicy: "None", conversionStrategy: "Default", decodingStrategy: "None" } },
      ],
    },
  });
  for (const spec of [
    `syncWindows: {}`,
    `target: {creationPolicy: CreateOrMerge}`,
    `target: {template: {templateFrom: [{literal: a, target: data}]}}`,
    `target: {template: {metadata: {finalizers: []}}}`,
    `dataFrom: [{extract: {key: k, nullBytePolicy: Fail}}]`,
    `dataFrom: [{sourceRef: {generatorRef: {kind: MFA, name: g}}}]`,
  ]) {
    const refused = admitYaml(old(`{${DATA}, ${spec}}`));
    assert.equal(refused.admitted, undefined, spec);
    assert.equal(refused.deprecatedVersion, true);
    assert.notEqual(admitYaml(externalSecret(`{${DATA}, ${spec}}`)).deprecatedVersion, true);
  }
});

for (const [version, provider, accepted] of [
  ["v1beta1", "{aws: {service: CertificateManager, region: r}}", false],
  ["v1beta1", "{aws: {service: SecretsManager, region: r, transitiveTagKeys: [a, null]}}", true],
  ["v1", "{aws: {service: SecretsManager, region: r, transitiveTagKeys: [a, null]}}", false],
  ["v1beta1", "{vault: {server: s, auth: {gcp: {role: r}}}}", false],
  ["v1beta1", "{azurekv: {vaultUrl: u, useAzureSDK: true}}", false],
  ["v1beta1", "{azurekv: {vaultUrl: u, environmentType: AzureStackCloud}}", false],
  ["v1beta1", "{openBao: {server: s}}", false],
  ["v1beta1", "{fake: {data: [], validationResult: 0}}", false],
  ["v1beta1", "{alibaba: {regionID: r}}", true],
  ["v1", "{alibaba: {regionID: r}}", false],
  ["v1", "{dvls: {serverUrl: u, whatever: [1]}}", true],
  ["v1", "{kubernetes: {auth: {cert: {}, token: {}}}}", false],
  ["v1", "{pulumi: {accessToken: {}, auth: {accessToken: {}}}}", false],
  ["v1", "{gcpsm: text}", false],
] as const) {
  test(`admit() ${accepted ? "accepts" : "refuses"} ${provider} in ${version}`, () => {
    const admission = admitYaml(store(provider, "SecretStore", version));
    assert.equal(admission.admitted !== undefined, accepted, linesOf(admission).join("\n"));
  });
}

function acceptsRefreshInterval(value: unknown, version: string): boolean {
  const object = objectOf([
    ["apiVersion", `external-secrets.io/${version}`],
    ["kind", "SecretStore"],
    ["metadata", { name: "s" }],
    ["spec", { provider: { fake: { data: [] } }, refreshInterval: value }],
  ]);
  return admit(object, LOCATED, { strict: false }).admitted !== undefined;
}

test("admit() takes integers of 32 bits or text for a store's refreshInterval, in v1beta1 integers only", () => {
  assert.deepEqual(
    [60, "1h", 2n ** 40n, 3e9, "300"].map((value) => acceptsRefreshInterval(value, "v1")),
    [true, true, false, false, false],
  );
  assert.deepEqual(
    [60, "1h", 2n ** 40n].map((value) => acceptsRefreshInterval(value, "v1beta1")),
    [true, false, true],
  );
});

test("admit() does not change what it reads", () => {
  const [object] = readStream(externalSecret(`{target: null, ${DATA}}`));
  const before = JSON.stringify(object);
  admit(object, LOCATED, { strict: false });
  assert.equal(JSON.stringify(object), before);
});

test("admit() keeps names such as __proto__ in maps", () => {
  const data = objectOf([
    ["__proto__", "a"],
    ["constructor", "b"],
  ]);
  const object = {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name: "app" },
    spec: { target: { template: { data } }, data: [{ secretKey: "a", remoteRef: { key: "k" } }] },
  };
  const { admitted } = admit(object, LOCATED, { strict: false });
  assert.ok(admitted?.kind === "ExternalSecret" && isObject(admitted.spec));
  assert.match(JSON.stringify(admitted), /"data":\{"__proto__":"a","constructor":"b"\}/);
});

test("admit() takes the namespace away from what is cluster-scoped", () => {
  const yaml = store("{fake: {data: []}}", "ClusterSecretStore").replace("{name:", "{namespace: a, name:");
  assert.deepEqual(plain(admitYaml(yaml).admitted?.metadata), { name: "store" });
});

function generator(kind: string, spec: string): string {
  return `{apiVersion: generators.external-secrets.io/v1alpha1, kind: ${kind}, metadata: {name: g}, spec: ${spec}}`;
}

test("admit() lets a generator without spec pass, and checks that of each kind", () => {
  assert.deepEqual(plain(admitYaml(generator("UUID", "null")).admitted?.spec), {});
  assert.deepEqual(plain(admitYaml(generator("Password", "{length: 8}")).admitted?.spec), { length: 8 });
  assert.equal(admitYaml(generator("Password", "{length: x}")).admitted, undefined);
  assert.equal(admitYaml(generator("Fake", "{data: {a: 1}}")).admitted, undefined);
  assert.equal(
    admitYaml(generator("ClusterGenerator", "{kind: Fake, generator: {fakeSpec: {x: y}}}")).admitted,
    undefined,
  );
  assert.equal(admitYaml(generator("Password", "[1]")).admitted, undefined);
});

function clusterExternalSecret(spec: string): string {
  return `{apiVersion: external-secrets.io/v1, kind: ClusterExternalSecret, metadata: {name: c}, spec: ${spec}}`;
}

test("admit() refuses a duration that Go cannot read in a ClusterExternalSecret too", () => {
  assert.deepEqual(
    linesOf(admitYaml(clusterExternalSecret("{externalSecretSpec: {refreshInterval: 1d}, refreshTime: 1w}"))),
    [
      'ADMISSION_REFUSED spec.externalSecretSpec.refreshInterval: Cannot read "refreshInterval" as a duration',
      'ADMISSION_REFUSED spec.refreshTime: Cannot read "refreshTime" as a duration',
    ],
  );
  assert.deepEqual(linesOf(admitYaml(clusterExternalSecret("{externalSecretSpec: {}}"))), []);
  assert.partialDeepStrictEqual(
    plain(admitYaml(clusterExternalSecret("{externalSecretSpec: {}}")).admitted),
    {
      spec: { externalSecretSpec: { target: { creationPolicy: "Owner" } } },
    },
  );
});

function withStatus(status: string): string {
  return externalSecret(`{${DATA}}, status: ${status}`);
}

test("admit() accepts a status from a cluster, and no unknown field in it", () => {
  const conditions = "conditions: [{type: Ready, status: 'True', lastTransitionTime: null}]";
  assert.deepEqual(
    linesOf(admitYaml(withStatus(`{refreshTime: x, ${conditions}, binding: {name: app}}`))),
    [],
  );
  assert.deepEqual(linesOf(admitYaml(withStatus("{conditions: 5, binding: [1]}"))), []);
  assert.match(
    linesOf(admitYaml(withStatus("{conditions: [{foo: 1}]}"))).join(),
    /status\.conditions\[0\]\.foo/,
  );
});

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

test("admit() reads metadata as the API server decodes it: no empty namespace, no null label", () => {
  const metadata = "{name: app, namespace: '', labels: {a: , b: c}, annotations: {d: ~}}";
  const yaml = `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: ${metadata}, spec: {data: [{secretKey: a, remoteRef: {key: a}}]}}`;
  const expected = { name: "app", labels: { a: "", b: "c" }, annotations: { d: "" } };
  assert.deepEqual(plain(admitYaml(yaml).admitted?.metadata), expected);
});

test("admit() drops metadata that Kubernetes does not have with a warning, and refuses it where it is strict", () => {
  const misspelt = externalSecret(`{${DATA}}`).replace("name: app", "name: app, labls: {a: b}");
  const { admitted, diagnostics } = admitYaml(misspelt);
  assert.ok(admitted !== undefined);
  assert.deepEqual(
    diagnostics.map(({ severity, code, field, hint }) => [severity, code, field?.path, hint]),
    [["warning", "FIELD_UNKNOWN", "metadata.labls", 'Did you mean "labels"?']],
  );
  const strict = admitYaml(misspelt, { strict: true });
  assert.equal(strict.admitted, undefined);
  assert.deepEqual(linesOf(strict), [
    'FIELD_UNKNOWN metadata.labls: Cannot accept field "labls": there is no such field',
  ]);
});
