import assert from "node:assert/strict";
import { test } from "node:test";

import { admitYaml, externalSecret, linesOf } from "./admitted.ts";

const DATA = "data: [{secretKey: a, remoteRef: {key: k}}]";
const FROM = "data: [], dataFrom:";

/** What was found, without the message. */
function refusals(spec: string): string[] {
  return linesOf(admitYaml(externalSecret(spec))).map((line) => line.slice(0, line.indexOf(":")));
}

const target = (creation: string, deletion: string) =>
  `{target: {creationPolicy: ${creation}, deletionPolicy: ${deletion}}, ${DATA}}`;

for (const [creation, deletion, accepted] of [
  ["Merge", "Delete", false],
  ["None", "Delete", false],
  ["CreateOrMerge", "Delete", false],
  ["Orphan", "Delete", true],
  ["Owner", "Delete", true],
  ["None", "Merge", false],
  ["Merge", "Merge", true],
  ["None", "Retain", true],
] as const) {
  test(`webhookProblems() ${accepted ? "accepts" : "refuses"} ${creation} with ${deletion}`, () => {
    const expected = accepted ? [] : ["ADMISSION_REFUSED spec.target.deletionPolicy"];
    assert.deepEqual(refusals(target(creation, deletion)), expected);
  });
}

for (const [spec, expected] of [
  ["{}", ["spec"]],
  ["null", ["spec"]],
  ["{data: [], dataFrom: []}", ["spec"]],
  [`{${FROM} [{}]}`, ["spec.dataFrom[0]"]],
  [`{${FROM} [{extract: null}]}`, ["spec.dataFrom[0]"]],
  [`{${FROM} [{extract: {key: k}, find: {}}, {rewrite: []}]}`, ["spec.dataFrom[0]", "spec.dataFrom[1]"]],
  [`{${FROM} [{find: {}, sourceRef: {generatorRef: {kind: Fake, name: f}}}]}`, ["spec.dataFrom[0]"]],
  [`{${FROM} [{find: {}, sourceRef: {storeRef: {name: s}}}]}`, []],
  [`{${FROM} [{sourceRef: {storeRef: {}}}]}`, []],
] as const) {
  test(`webhookProblems() finds ${expected.length} in ${spec}`, () => {
    assert.deepEqual(
      refusals(spec),
      expected.map((path) => `ADMISSION_REFUSED ${path}`),
    );
  });
}

const twice = "{secretKey: a, remoteRef: {key: k}}, {secretKey: a, remoteRef: {key: l}}";

test("webhookProblems() refuses a secretKey that comes twice, unless missing ones are left out", () => {
  assert.deepEqual(refusals(`{data: [${twice}]}`), ["ADMISSION_REFUSED spec.data[1].secretKey"]);
  assert.deepEqual(refusals(`{target: {deletionPolicy: Merge}, data: [${twice}]}`), []);
});

const template = (body: string, manifest = "") => `{target: {${manifest} template: ${body}}, ${DATA}}`;
const TOKEN = "type: kubernetes.io/service-account-token";
const ACCOUNT = "metadata: {annotations: {kubernetes.io/service-account.name: sa}}";
const TYPE = "ADMISSION_REFUSED spec.target.template.type";

for (const [body, expected] of [
  [`{type: bootstrap.kubernetes.io/token}`, [TYPE]],
  [`{${TOKEN}, ${ACCOUNT}}`, [TYPE]],
  [`{${TOKEN}, templateFrom: [{literal: a, target: aNNotations}]}`, [TYPE]],
  [`{${TOKEN}}`, []],
  [`{${ACCOUNT}}`, []],
] as const) {
  test(`webhookProblems() finds ${expected.length} in the template ${body}`, () => {
    assert.deepEqual(refusals(template(body)), expected);
  });
}

for (const [written, accepted] of [
  ["Data", true],
  ["LABELS", true],
  ["''", true],
  ["null", true],
  ["Labelſ", true],
  ["' Data'", false],
  ["type", false],
  ["metadata.labels", false],
] as const) {
  test(`webhookProblems() ${accepted ? "accepts" : "refuses"} templateFrom target ${written}`, () => {
    const path = "ADMISSION_REFUSED spec.target.template.templateFrom[0].target";
    const body = `{templateFrom: [{literal: a, target: ${written}}]}`;
    assert.deepEqual(refusals(template(body)), accepted ? [] : [path]);
    assert.deepEqual(refusals(template(body, "manifest: {apiVersion: v1, kind: ConfigMap},")), []);
    assert.deepEqual(
      refusals(template(body, "manifest: {apiVersion: v1, kind: Secret},")),
      accepted ? [] : [path],
    );
  });
}
