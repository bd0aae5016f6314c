import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { inspect } from "node:util";

import { parseAllDocuments } from "yaml";

import { Sensitive } from "../src/ground/sensitive.ts";
import { CANARY, hasCanary } from "./canary.ts";
import { cli } from "./cli.ts";

const FIXTURES = resolve(import.meta.dirname, "../fixtures");
const inputs = globSync("**/input.yaml", { cwd: FIXTURES });
const planted = inputs.filter((input) => read(input).includes(CANARY));

test("the canary is planted in the fixtures", () => {
  assert.ok(planted.length > 60, `only ${planted.length} fixtures hold it`);
});

for (const input of planted) {
  test(`render shows no secret outside of .data: ${dirname(input)}`, async () => {
    const remote = join(FIXTURES, dirname(input), "remote.yaml");
    const fake = existsSync(remote) ? ["--fake", remote] : [];
    const { stdout, stderr } = await cli(["render", join(FIXTURES, input), ...fake]);
    assert.ok(!hasCanary(stderr), "standard error holds it");
    assert.ok(!hasCanary(withoutData(stdout)), "standard output holds it outside of .data");
  });

  test(`plan and validate show no secret: ${dirname(input)}`, async () => {
    for (const command of [
      ["plan", "-f", "json"],
      ["validate", "-f", "json"],
    ]) {
      const { stdout, stderr } = await cli([...command, join(FIXTURES, input)]);
      assert.ok(!hasCanary(stdout + stderr), `${command.join(" ")} shows it`);
    }
  });
}

test("render --redact shows no secret at all", async () => {
  const { stdout } = await cli(["render", join(FIXTURES, "demo/guestbook"), "--redact"]);
  assert.match(stdout, /kind: Secret/);
  assert.ok(!hasCanary(stdout));
});

/** A key that templates make of a fetched value, as data, labels and annotations. */
const renderedKey = (value: string, more: string): string => `
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: store}
spec: {provider: {fake: {data: [{key: p, value: ${JSON.stringify(value)}}]}}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: e}
spec:
  secretStoreRef: {name: store}
  target: {template: {templateFrom: [${more}]}}
  data: [{secretKey: p, remoteRef: {key: p}}]
`;

const KEY = "{literal: '{{ .p }}: x'";
const ACCIDENT = "{literal: 'user: {{ .p }}'";

for (const [what, value, from] of [
  ["a key of data", `${CANARY}/$!`, `${KEY}}`],
  ["a key of labels", `${CANARY}/$!`, `${KEY}, target: Labels}`],
  ["a key of annotations", `${CANARY}/$!`, `${KEY}, target: Annotations}`],
  ["the key of a label's value", CANARY, "{literal: '{{ .p }}: $!', target: Labels}"],
  ["the key of a value to decode", CANARY, "{literal: '{{ .p }}: $', valuesDecodingStrategy: Base64}"],
  ["a line of a value", `x\n${CANARY}/$!: y`, `${ACCIDENT}}`],
] as const) {
  test(`no problem shows ${what} that a template rendered`, async () => {
    const stdin = renderedKey(value, from);
    const { exit, stdout, stderr } = await cli(["render", "-"], { stdin });
    assert.notEqual(exit, 0);
    assert.ok(!hasCanary(stdout + stderr));
    assert.match(stderr, /rendered key \d/);
  });
}

for (const [what, value, from] of [
  ["a key", CANARY, `${KEY}}, ${KEY}, target: Labels}, ${KEY}, target: Annotations}`],
  ["a line of a value", `x\n${CANARY}: y`, `${ACCIDENT}}, ${ACCIDENT}, target: Labels}`],
] as const) {
  test(`render --redact has a placeholder for ${what} that a template rendered`, async () => {
    const stdin = renderedKey(value, from);
    const { exit, stdout, stderr } = await cli(["render", "-", "--redact"], { stdin });
    assert.equal(exit, 0, stderr);
    assert.ok(!hasCanary(stdout + stderr));
    const secret = parseAllDocuments(stdout)[0]?.toJS() as { data?: Record<string, string> } | undefined;
    assert.equal(
      Buffer.from(secret?.data?.["redacted-1"] ?? "", "base64").toString(),
      "[redacted e/redacted-1]",
    );
  });
}

test("Sensitive prints a mark, however it is printed", () => {
  const value = new Sensitive(new TextEncoder().encode(CANARY));
  const texts = [
    String(value),
    JSON.stringify({ value }),
    inspect(value, { showHidden: true }),
    inspect([{ value }], { depth: 9 }),
  ];
  for (const text of texts) assert.ok(text.includes("[sensitive]") && !text.includes(CANARY), text);
  assert.ok(!JSON.stringify(structuredClone(value)).includes(CANARY));
});

/**
 * The stream without the data of its Secrets; a Secret that was there before may hold stringData, and a store of
 * another controller stays with the data that it came with.
 */
function withoutData(stream: string): string {
  return parseAllDocuments(stream)
    .map((document) => document.toJS() as Record<string, unknown> | null)
    .map((object) =>
      object?.["kind"] === "Secret" ? { ...object, data: undefined, stringData: undefined } : object,
    )
    .filter((object) => object?.["kind"] !== "SecretStore")
    .map((object) => JSON.stringify(object))
    .join("\n");
}

function read(path: string): string {
  return readFileSync(join(FIXTURES, path), "utf8");
}
