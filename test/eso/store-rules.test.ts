import assert from "node:assert/strict";
import { test } from "node:test";

import { admitYaml, linesOf, store } from "./admitted.ts";

/** Paths of what the webhook refuses. */
function refusals(yaml: string, lookupNamespace?: string): string[] {
  const admission = admitYaml(yaml, lookupNamespace === undefined ? {} : { lookupNamespace });
  return linesOf(admission).map((line) => {
    assert.match(line, /^ADMISSION_REFUSED /);
    return line.slice("ADMISSION_REFUSED spec.".length, line.indexOf(":"));
  });
}

const REF = "{name: s, key: k}";
const AWS = "service: SecretsManager, region";

for (const [provider, expected] of [
  ["{fake: {data: [{key: '', value: v}, {key: k, value: ''}]}}", ["fake.data[0].key", "fake.data[1].value"]],
  [`{aws: {${AWS}: bad region}}`, ["aws.region"]],
  [`{aws: {${AWS}: "a\\tb"}}`, ["aws.region"]],
  [`{aws: {${AWS}: "a%zz"}}`, ["aws.region"]],
  [`{aws: {${AWS}: us_east_1}}`, []],
  [`{aws: {${AWS}: ''}}`, []],
  [`{aws: {${AWS}: r, secretsManager: {recoveryWindowInDays: 7}}}`, []],
  [
    `{aws: {${AWS}: r, secretsManager: {recoveryWindowInDays: 6}}}`,
    ["aws.secretsManager.recoveryWindowInDays"],
  ],
  [
    `{aws: {${AWS}: r, secretsManager: {recoveryWindowInDays: 31}}}`,
    ["aws.secretsManager.recoveryWindowInDays"],
  ],
  [`{aws: {${AWS}: r, secretsManager: {recoveryWindowInDays: 0, forceDeleteWithoutRecovery: true}}}`, []],
  [`{vault: {server: s, auth: {appRole: {secretRef: ${REF}}}}}`, ["vault.auth.appRole"]],
  [`{vault: {server: s, auth: {appRole: {roleId: '', secretRef: ${REF}}}}}`, ["vault.auth.appRole"]],
  [`{vault: {server: s, auth: {appRole: {roleRef: ${REF}, secretRef: ${REF}}}}}`, []],
  ["{vault: {server: s, auth: {jwt: {}}}}", ["vault.auth.jwt"]],
  [`{vault: {server: s, tls: {certSecretRef: ${REF}}}}`, ["vault.tls"]],
  [`{vault: {server: s, tls: {certSecretRef: ${REF}, keySecretRef: ${REF}}}}`, []],
  ["{vault: {server: s, version: v1, checkAndSet: {required: false}}}", []],
  ["{vault: {server: s, version: v1, checkAndSet: {required: true}}}", ["vault.checkAndSet"]],
  ["{azurekv: {vaultUrl: u, environmentType: AzureStackCloud}}", ["azurekv.customCloudConfig"]],
  [
    "{azurekv: {vaultUrl: u, customCloudConfig: {activeDirectoryEndpoint: ''}}}",
    ["azurekv.customCloudConfig", "azurekv.customCloudConfig.activeDirectoryEndpoint"],
  ],
] as const) {
  test(`storeProblems() finds ${expected.length} in ${provider}`, () => {
    assert.deepEqual(
      refusals(store(provider)),
      expected.map((path) => `provider.${path}`),
    );
  });
}

const OTHER = "{name: s, key: k, namespace: other}";
const ACCOUNT = "{name: sa, namespace: other}";
const KEYS = `{accessKeyIDSecretRef: ${OTHER}, secretAccessKeySecretRef: ${OTHER}, sessionTokenSecretRef: ${OTHER}}`;

for (const [provider, count] of [
  [`{aws: {${AWS}: r, auth: {secretRef: ${KEYS}, jwt: {serviceAccountRef: ${ACCOUNT}}}}}`, 4],
  [
    `{azurekv: {vaultUrl: u, serviceAccountRef: ${ACCOUNT}, authSecretRef: {clientId: ${OTHER}, clientSecret: ${OTHER}, tenantId: ${OTHER}, clientCertificate: ${OTHER}}}}`,
    3,
  ],
  [`{openBao: {server: s, auth: {appRole: {roleRef: ${OTHER}, secretRef: ${OTHER}}}}}`, 2],
  [`{openBao: {server: s, auth: {tokenSecretRef: ${OTHER}}}}`, 1],
  [`{openBao: {server: s, auth: {userPass: {username: u, secretRef: ${OTHER}}}}}`, 1],
  [`{vault: {server: s, auth: {appRole: {roleRef: ${OTHER}, secretRef: ${OTHER}}}}}`, 2],
  [`{vault: {server: s, auth: {appRole: {roleId: r, roleRef: ${OTHER}, secretRef: ${REF}}}}}`, 0],
  [
    `{vault: {server: s, auth: {tokenSecretRef: ${OTHER}, cert: {clientCert: ${OTHER}, secretRef: ${OTHER}}}}}`,
    3,
  ],
  [
    `{vault: {server: s, auth: {jwt: {secretRef: ${REF}, kubernetesServiceAccountToken: {serviceAccountRef: ${ACCOUNT}}}}}}`,
    0,
  ],
  [`{vault: {server: s, auth: {jwt: {kubernetesServiceAccountToken: {serviceAccountRef: ${ACCOUNT}}}}}}`, 1],
  [
    `{vault: {server: s, auth: {kubernetes: {role: r, serviceAccountRef: ${ACCOUNT}, secretRef: ${OTHER}}}}}`,
    2,
  ],
  [
    `{vault: {server: s, auth: {ldap: {username: u, secretRef: ${OTHER}}, userPass: {username: u, secretRef: ${OTHER}}}}}`,
    2,
  ],
  [
    `{vault: {server: s, auth: {iam: {vaultRole: r, secretRef: ${KEYS}, jwt: {serviceAccountRef: ${ACCOUNT}}}}}}`,
    4,
  ],
  [`{vault: {server: s, tls: {certSecretRef: ${OTHER}, keySecretRef: ${OTHER}}}}`, 2],
] as const) {
  test(`storeProblems() refuses ${count} references of a SecretStore to another namespace: ${provider}`, () => {
    assert.equal(refusals(store(provider), "own").length, count);
    assert.deepEqual(refusals(store(provider), "other"), []);
    assert.deepEqual(refusals(store(provider)), [], "the store's own namespace is not known");
    assert.deepEqual(refusals(store(provider, "ClusterSecretStore"), "own"), []);
  });
}

const withSpec = (more: string) => store("{fake: {data: []}}").replace(/\}\}$/, `, ${more}}}`);

for (const [more, expected] of [
  ["refreshInterval: -1", ["refreshInterval"]],
  ["refreshInterval: -1h", ["refreshInterval"]],
  ["refreshInterval: ''", ["refreshInterval"]],
  ["refreshInterval: '300'", ["refreshInterval"]],
  ["refreshInterval: '0'", []],
  ["refreshInterval: 5m", []],
  [
    "conditions: [{namespaceRegexes: [a, '(?!b)']}, {namespaceRegexes: ['(']}]",
    ["conditions[0].namespaceRegexes[1]", "conditions[1].namespaceRegexes[0]"],
  ],
] as const) {
  test(`storeProblems() finds ${expected.length} in a store with ${more}`, () => {
    assert.deepEqual(refusals(withSpec(more)), expected);
  });
}
