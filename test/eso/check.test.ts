import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { findProblems } from "../../src/eso/check.ts";
import { schemaOf } from "../../src/eso/schema.ts";
import { mutationsOf, valuesOf } from "./arbitrary-objects.ts";
import { admitYaml, externalSecret, linesOf, store } from "./admitted.ts";

const DATA = "data: [{secretKey: a, remoteRef: {key: k}}]";

for (const [spec, expected] of [
  [
    "{dataFrom: [{extrakt: {key: a}, find: {nam: {}}}], target: {template: {type: 5}}, data: [{secretKey: a, remoteRf: {}}]}",
    [
      'FIELD_UNKNOWN spec.dataFrom[0].extrakt: Cannot accept field "extrakt": there is no such field',
      'FIELD_UNKNOWN spec.dataFrom[0].find.nam: Cannot accept field "nam": there is no such field',
      'SCHEMA_INVALID spec.target.template.type: Cannot use a number for "type": text is wanted',
      'FIELD_UNKNOWN spec.data[0].remoteRf: Cannot accept field "remoteRf": there is no such field',
    ],
  ],
  ["{refresh: 1h}", ['FIELD_UNKNOWN spec.refresh: Cannot accept field "refresh": there is no such field']],
  [
    "{foo: null, target: {name: 5}}",
    [
      'FIELD_UNKNOWN spec.foo: Cannot accept field "foo": there is no such field',
      'SCHEMA_INVALID spec.target.name: Cannot use a number for "name": text is wanted',
    ],
  ],
  [
    "{target: {name: 5, immutable: 'yes'}, data: {a: b}}",
    [
      'SCHEMA_INVALID spec.target.name: Cannot use a number for "name": text is wanted',
      'SCHEMA_INVALID spec.target.immutable: Cannot use text for "immutable": a boolean is wanted',
      'SCHEMA_INVALID spec.data: Cannot use an object for "data": a list is wanted',
    ],
  ],
  [
    "{target: text, dataFrom: [null]}",
    [
      'SCHEMA_INVALID spec.target: Cannot use text for "target": an object is wanted',
      'SCHEMA_INVALID spec.dataFrom[0]: Cannot use null for "dataFrom[0]": an object is wanted',
    ],
  ],
  [
    "{data: [{remoteRef: {key: null}}]}",
    [
      'SCHEMA_INVALID spec.data[0].remoteRef.key: Cannot do without field "key"',
      'SCHEMA_INVALID spec.data[0].secretKey: Cannot do without field "secretKey"',
    ],
  ],
  [
    "{target: {creationPolicy: owner, deletionPolicy: ''}}",
    [
      'SCHEMA_INVALID spec.target.creationPolicy: Cannot use "owner" for "creationPolicy": allowed are "Owner", "Orphan", "Merge", "None", "CreateOrMerge"',
      'SCHEMA_INVALID spec.target.deletionPolicy: Cannot use an empty text for "deletionPolicy": allowed are "Delete", "Merge", "Retain"',
    ],
  ],
  [
    "{target: {name: My_App}}",
    [
      'SCHEMA_INVALID spec.target.name: Cannot use this text for "name": wanted is small letters, digits, "-" and ".", with a letter or digit at both ends of each part',
    ],
  ],
  [
    "{dataFrom: [{rewrite: [{}, {regexp: {source: a, target: b}, transform: {template: c}}]}]}",
    [
      'SCHEMA_INVALID spec.dataFrom[0].rewrite[0]: Cannot use an empty object for "rewrite[0]": one member is wanted',
      'SCHEMA_INVALID spec.dataFrom[0].rewrite[1]: Cannot use "regexp" and "transform" together for "rewrite[1]": only one of them is allowed',
    ],
  ],
  [
    "{syncWindows: {kind: allow, windows: []}}",
    ['SCHEMA_INVALID spec.syncWindows.windows: Cannot use an empty list for "windows": one item is wanted'],
  ],
  [
    "{data: [{secretKey: '', remoteRef: {key: a}}]}",
    ['SCHEMA_INVALID spec.data[0].secretKey: Cannot use an empty text for "secretKey": it may not be empty'],
  ],
  [
    "{target: {name: ''}}",
    ['SCHEMA_INVALID spec.target.name: Cannot use an empty text for "name": it may be absent, but not empty'],
  ],
] as const) {
  test(`admit() tells what is wrong with ${spec}`, () => {
    assert.deepEqual(linesOf(admitYaml(externalSecret(spec))), expected);
  });
}

for (const [what, yaml, hint] of [
  ["a misspelt field", externalSecret(`{${DATA}, dataform: []}`), /^Did you mean "dataFrom"\?$/],
  ["a field with other capitals", store("{openbao: {server: s}}"), /^Did you mean "openBao"\?$/],
  [
    "a field without a neighbour",
    externalSecret("{zzzzzz: 1}"),
    /^Known here are secretStoreRef, refreshPolicy/,
  ],
  ["the oldest form of dataFrom", externalSecret("{dataFrom: [{key: k}]}"), /extract: \{key: …\}/],
  [
    "a generatorRef in the wrong place",
    externalSecret("{dataFrom: [{generatorRef: {}}]}"),
    /under sourceRef/,
  ],
  [
    "a storeRef in the wrong place",
    externalSecret("{data: [{secretKey: k, storeRef: {}, remoteRef: {key: k}}]}"),
    /^A store is named under sourceRef/,
  ],
  [
    "a rewrite that is indented too far",
    externalSecret("{dataFrom: [{extract: {key: k, rewrite: []}}]}"),
    /^It stands beside extract/,
  ],
  ["a property beside extract", externalSecret("{dataFrom: [{property: p}]}"), /^It belongs into extract/],
  ["tags beside find", externalSecret("{dataFrom: [{tags: {a: b}}]}"), /^It belongs into find/],
  ["a name in dataFrom", externalSecret("{dataFrom: [{name: db}]}"), /^One secret is named by extract/],
  ["a path in dataFrom", externalSecret("{dataFrom: [{path: db}]}"), /^One secret is named by extract/],
  [
    "a strategy beside find",
    externalSecret("{dataFrom: [{find: {}, decodingStrategy: Base64}]}"),
    /^It belongs into extract or find$/,
  ],
  ["a placeholder for a field", externalSecret(`{"\${APP}": 1, ${DATA}}`), /^Known here are/],
  [
    "AWS under its service's name",
    store("{secretsmanager: {region: r}}"),
    /^It is a service of provider aws/,
  ],
  ["Azure under its product's name", store("{keyvault: {}}"), /^Did you mean "azurekv"\?$/],
  ["find outside of dataFrom", externalSecret(`{${DATA}, find: {}}`), /^It belongs into dataFrom/],
  ["sourceRef outside of dataFrom", externalSecret(`{${DATA}, sourceRef: {}}`), /^It belongs into dataFrom/],
  ["the beginning of two fields' names", externalSecret(`{${DATA}, refresh: 1h}`), /^Known here are/],
  ["two letters of a field's name", externalSecret(`{${DATA}, target: {te: {}}}`), /^Known here are/],
  ["a provider outside of a store", externalSecret(`{${DATA}, provider: aws}`), /^It belongs into a Secr/],
  [
    "a directive of a strategic merge patch",
    "{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: e}, $patch: delete}",
    /^It directs a patch of Kustomize/,
  ],
  ["valueMap", store("{fake: {data: [{key: k, valueMap: {a: b}}]}}"), /as JSON into value/],
  ["a boolean where text belongs", externalSecret("{data: [{secretKey: y}]}"), /quote the value/],
  ["a number where text belongs", externalSecret("{refreshInterval: 10}"), /quote the value/],
  ["a misspelt name", externalSecret("{refreshPolicy: periodic}"), /^Did you mean "Periodic"\?$/],
  [
    "the beginning of a field's name",
    store(`{aws: {service: ParameterStore, region: r, auth: {secretRef: {accessKeyID: {}}}}}`),
    /^Did you mean "accessKeyIDSecretRef"\?$/,
  ],
  [
    "a ServiceAccount beside jwt, in a generator",
    "{apiVersion: generators.external-secrets.io/v1alpha1, kind: ECRAuthorizationToken, metadata: {name: g}, spec: {region: r, auth: {serviceAccountRef: {name: a}}}}",
    /^It belongs into jwt/,
  ],
  ["the end of a field's name", store("{azurekv: {url: u}}"), /^Did you mean "vaultUrl"\?$/],
  [
    "a missing field beside names that are not known",
    store("{akeyless: {gateway: u, login: {}}}"),
    /^The field is required, and "gateway", "login" are not known here$/,
  ],
  [
    "a name between percent signs",
    externalSecret(`{target: {name: "%APP%-tls"}, ${DATA}}`),
    /^Put a value in its place/,
  ],
  [
    "a name in capitals",
    externalSecret(`{target: {name: SECRET_NAME}, ${DATA}}`),
    /^Put a value in its place/,
  ],
  [
    "a name in capitals that was meant",
    externalSecret(`{target: {name: DB}, ${DATA}}`),
    /^Write it in small/,
  ],
  ["a duration in days", externalSecret(`{refreshInterval: 1d, ${DATA}}`), /no unit for days/],
] as const) {
  test(`admit() hints at the way out of ${what}`, () => {
    assert.match(admitYaml(yaml).diagnostics[0]?.hint ?? "", hint);
  });
}

test("findProblems() never tells a value of a fake store, wherever it stands", () => {
  const table = schemaOf("v1/SecretStore");
  const secret = "hunter2hunter2";
  const entry = { key: "k", value: secret, version: secret };
  const object = {
    apiVersion: "external-secrets.io/v1",
    kind: "SecretStore",
    metadata: { name: "s" },
    spec: { provider: { fake: { data: [entry, { ...entry, value: { a: secret } }, [secret], secret] } } },
  };
  fc.assert(
    fc.property(mutationsOf(object), (mutated) => {
      assert.ok(!JSON.stringify(findProblems(mutated, table)).includes(secret));
    }),
  );
});

test("findProblems() survives anything", () => {
  const table = schemaOf("v1/ExternalSecret");
  fc.assert(
    fc.property(fc.anything(), valuesOf(table).chain(mutationsOf), (anything, mutated) => {
      findProblems(anything, table);
      findProblems(mutated, table);
    }),
    { numRuns: 200 },
  );
});

test("admit() has no hint of small letters for a word of a list, nor for a label", () => {
  const service = admitYaml(store("{aws: {region: r, service: SSM}}"));
  const label = admitYaml(
    "{apiVersion: external-secrets.io/v1, kind: SecretStore, metadata: {name: s, labels: {a: APP_}}, spec: {provider: {fake: {data: []}}}}",
  );
  assert.deepEqual(
    [...service.diagnostics, ...label.diagnostics].map(({ code, hint }) => [code, hint]),
    [
      ["SCHEMA_INVALID", undefined],
      ["SCHEMA_INVALID", undefined],
    ],
  );
});
