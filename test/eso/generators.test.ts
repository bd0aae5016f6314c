import assert from "node:assert/strict";
import { test } from "node:test";

import { admitYaml, linesOf } from "./admitted.ts";

const REF = "{name: ref, key: k}";

function generator(kind: string, spec: string): string {
  return `{apiVersion: generators.external-secrets.io/v1alpha1, kind: ${kind}, metadata: {name: g}, spec: ${spec}}`;
}

for (const [kind, spec] of [
  ["ACRAccessToken", "{registry: r, tenantId: t, auth: {managedIdentity: {identityId: i}}}"],
  [
    "ACRAccessToken",
    `{registry: r, auth: {servicePrincipal: {secretRef: {clientId: ${REF}, clientSecret: ${REF}}}}}`,
  ],
  ["CloudsmithAccessToken", "{orgSlug: o, serviceSlug: s, serviceAccountRef: {name: ref}}"],
  [
    "ECRAuthorizationToken",
    "{region: r, role: a, scope: public, auth: {jwt: {serviceAccountRef: {name: ref}}}}",
  ],
  [
    "GCRAccessToken",
    "{projectID: p, auth: {workloadIdentity: {serviceAccountRef: {name: ref}, clusterLocation: l, clusterName: c}}}",
  ],
  ["GithubAccessToken", `{appID: "1", installID: "2", auth: {privateKey: {secretRef: ${REF}}}}`],
  ["Grafana", `{url: u, auth: {token: ${REF}}, serviceAccount: {name: ref, role: Viewer}}`],
  ["MFA", `{secret: ${REF}, length: 6}`],
  [
    "Password",
    '{length: 42, digits: 5, symbols: 5, symbolCharacters: "-_$@", noUpper: false, allowRepeat: true}',
  ],
  ["Password", "{secretKeys: [a, b], encoding: hex}"],
  ["QuayAccessToken", "{robotAccount: a+b, serviceAccountRef: {name: ref}}"],
  ["SSHKey", "{keyType: ed25519, comment: c}"],
  ["STSSessionToken", "{region: r, requestParameters: {sessionDuration: 3600}}"],
  ["UUID", "{}"],
  [
    "VaultDynamicSecret",
    "{path: /pki/issue/a, method: POST, parameters: {a: [1]}, resultType: Auth, provider: {server: s, auth: {kubernetes: {role: r}}}}",
  ],
  ["Webhook", `{url: u, result: {jsonPath: $.a}, secrets: [{name: ref, secretRef: ${REF}}]}`],
] as const) {
  test(`admit() accepts a ${kind} of ${spec}, and as a ClusterGenerator`, () => {
    assert.deepEqual(linesOf(admitYaml(generator(kind, spec))), []);
    const member = `${kind.replace(/^[A-Z]+(?=[A-Z][a-z]|$)|^[A-Z]/, (first) => first.toLowerCase())}Spec`;
    const cluster = generator("ClusterGenerator", `{kind: ${kind}, generator: {${member}: ${spec}}}`);
    assert.deepEqual(linesOf(admitYaml(cluster)), []);
  });
}

for (const [kind, spec, expected] of [
  ["ECRAuthorizationToken", "{awsRegion: r}", "FIELD_UNKNOWN spec.awsRegion"],
  [
    "GithubAccessToken",
    `{appID: "1", installID: "2", auth: {privatKey: {secretRef: ${REF}}}}`,
    "FIELD_UNKNOWN spec.auth.privatKey",
  ],
  [
    "GithubAccessToken",
    `{appID: 1, installID: "2", auth: {privateKey: {secretRef: ${REF}}}}`,
    "SCHEMA_INVALID spec.appID",
  ],
  ["Password", '{length: "42"}', "SCHEMA_INVALID spec.length"],
  ["Password", "{secretKeys: []}", "SCHEMA_INVALID spec.secretKeys"],
  ["SSHKey", "{keyType: dsa}", "SCHEMA_INVALID spec.keyType"],
  ["UUID", "{length: 1}", "FIELD_UNKNOWN spec.length"],
  [
    "STSSessionToken",
    "{region: r, requestParameters: {tokenCode: 123456}}",
    "SCHEMA_INVALID spec.requestParameters.tokenCode",
  ],
  ["GCRAccessToken", "{auth: {}}", "SCHEMA_INVALID spec.projectID"],
  [
    "VaultDynamicSecret",
    "{path: p, provider: {server: s, auth: {approle: {}}}}",
    "FIELD_UNKNOWN spec.provider.auth.approle",
  ],
  [
    "Webhook",
    "{url: u, result: {}, secrets: [{name: ref, secretRef: {name: ref, namespace: x}}]}",
    "FIELD_UNKNOWN spec.secrets[0].secretRef.namespace",
  ],
  [
    "ClusterGenerator",
    "{kind: Password, generator: {passwordSpec: {lenght: 1}}}",
    "FIELD_UNKNOWN spec.generator.passwordSpec.lenght",
  ],
] as const) {
  test(`admit() refuses a ${kind} of ${spec}`, () => {
    const lines = linesOf(admitYaml(generator(kind, spec)));
    assert.equal(lines.length, 1, lines.join("\n"));
    assert.ok((lines[0] ?? "").startsWith(`${expected}: `), lines[0]);
  });
}
