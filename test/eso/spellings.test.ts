import assert from "node:assert/strict";
import { test } from "node:test";

import { admitYaml, linesOf, store } from "./admitted.ts";

const AWS = (auth: string) => `{aws: {service: SecretsManager, region: us-west-2, auth: ${auth}}}`;

for (const version of ["v1", "v1beta1"]) {
  test(`admit() reads aws.auth.serviceAccount as jwt.serviceAccountRef with a warning, in ${version}`, () => {
    const yaml = store(AWS("{serviceAccount: {name: sa, namespace: es}}"), "ClusterSecretStore", version);
    const admission = admitYaml(yaml);
    assert.deepEqual(linesOf(admission), [
      'SPELLING_ACCEPTED spec.provider.aws.auth.serviceAccount: Read "auth.serviceAccount", which External Secrets does not have',
    ]);
    assert.equal(admission.diagnostics[0]?.severity, "warning");
    assert.match(admission.diagnostics[0].hint ?? "", /^Write auth\.jwt\.serviceAccountRef$/);
    assert.partialDeepStrictEqual(JSON.parse(JSON.stringify(admission.admitted)), {
      spec: { provider: { aws: { auth: { jwt: { serviceAccountRef: { name: "sa", namespace: "es" } } } } } },
    });
  });
}

test("admit() refuses an accepted spelling when it is strict", () => {
  const admission = admitYaml(store(AWS("{serviceAccount: {name: sa}}")), { strict: true });
  assert.equal(admission.admitted, undefined);
  assert.deepEqual(
    admission.diagnostics.map(({ severity, code }) => `${severity} ${code}`),
    ["error SPELLING_ACCEPTED"],
  );
});

test("admit() locates problems inside an accepted spelling where they are written", () => {
  const lines = linesOf(admitYaml(store(AWS("{serviceAccount: {name: Not_A_Name, foo: 1}}"))));
  const problems = lines.filter((line) => !line.startsWith("SPELLING_ACCEPTED"));
  assert.equal(problems.length, 2);
  assert.match(problems.join("\n"), /^FIELD_UNKNOWN spec\.provider\.aws\.auth\.serviceAccount\.foo: /m);
  assert.match(problems.join("\n"), /^SCHEMA_INVALID spec\.provider\.aws\.auth\.serviceAccount\.name: /m);
});

for (const auth of [
  "{serviceAccount: {name: sa}, jwt: {serviceAccountRef: {name: sa}}}",
  "{serviceAccount: sa}",
  "{serviceAccounts: {name: sa}}",
]) {
  test(`admit() does not guess what ${auth} means`, () => {
    const admission = admitYaml(store(AWS(auth)));
    assert.match(linesOf(admission).join(), /^FIELD_UNKNOWN spec\.provider\.aws\.auth\.serviceAccount/);
  });
}

const generator = (spec: string) =>
  `{apiVersion: external-secrets.io/v1alpha1, kind: SecretGenerator, metadata: {name: gen}, spec: ${spec}}`;

test("admit() reads SecretGenerator as the generator that it wraps", () => {
  const admission = admitYaml(generator("{kind: Password, spec: {length: 32, digits: 5, symbols: 5}}"));
  assert.equal(admission.diagnostics[0]?.code, "SPELLING_ACCEPTED");
  assert.equal(admission.diagnostics[0].severity, "warning");
  assert.deepEqual(JSON.parse(JSON.stringify(admission.admitted)), {
    apiVersion: "generators.external-secrets.io/v1alpha1",
    kind: "Password",
    metadata: { name: "gen" },
    spec: { length: 32, digits: 5, symbols: 5 },
  });
});

test("admit() locates the fields of a wrapped generator in the wrapping", () => {
  const lines = linesOf(admitYaml(generator("{kind: Fake, spec: {data: {a: 1}}}")));
  assert.match(lines[1] ?? "", /^SCHEMA_INVALID spec\.spec\.data\.a: /);
});

for (const spec of [
  "{length: 32}",
  "{kind: Pasword, spec: {}}",
  "{kind: Password, spec: {}, length: 1}",
  "null",
]) {
  test(`admit() refuses a SecretGenerator with ${spec}`, () => {
    assert.deepEqual(
      admitYaml(generator(spec)).diagnostics.map(({ code }) => code),
      ["KIND_UNKNOWN"],
    );
  });
}
