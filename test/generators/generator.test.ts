import assert from "node:assert/strict";
import { test } from "node:test";

import { fromGoString, goStringOfBytes } from "../../src/go/bytes.ts";
import { generate } from "../../src/generators/generator.ts";
import { unsupportedGenerator } from "../../src/generators/unsupported.ts";
import { cli } from "../cli.ts";

const DATA: readonly (readonly [string, unknown, Readonly<Record<string, string>>])[] = [
  ["its data as it is", { data: { "a/b": "aGk=", "": "x", é: "" } }, { "a/b": "aGk=", "": "x", é: "" }],
  ["nothing without data", {}, {}],
  ["nothing for null", { data: null }, {}],
  ["nothing without a spec", undefined, {}],
];

for (const [rule, spec, expected] of DATA) {
  test(`generate() gives ${rule} for Fake`, () => {
    const answer = generate("Fake", spec);
    assert.equal(answer.kind, "value");
    const texts = [...answer.value].map(([key, value]) => [
      key,
      fromGoString(goStringOfBytes(value.reveal())),
    ]);
    assert.deepEqual(Object.fromEntries(texts), expected);
  });
}

test("generate() refuses data of Fake that is not text", () => {
  const answer = generate("Fake", { data: { a: 1 } });
  assert.equal(answer.kind, "failed");
  assert.equal(answer.problem.code, "GENERATOR_FAILED");
});

for (const kind of [
  "Password",
  "UUID",
  "SSHKey",
  "MFA",
  "ECRAuthorizationToken",
  "VaultDynamicSecret",
  "Nope",
]) {
  test(`unsupportedGenerator() refuses ${kind} and says what to do`, () => {
    const problem = unsupportedGenerator(kind);
    assert.equal(problem?.code, "GENERATOR_UNSUPPORTED");
    assert.match(problem.message, new RegExp(`"${kind}"`));
    assert.match(problem.hint ?? "", /Fake generator/);
  });
}

test("unsupportedGenerator() has nothing to say of Fake", () => {
  assert.equal(unsupportedGenerator("Fake"), undefined);
});

test("validate refuses a generator that a render would refuse", async () => {
  const { exit, stderr } = await cli(["validate", "fixtures/generators/password/input.yaml"]);
  assert.equal(exit, 65);
  assert.match(stderr, /Cannot run generator "Password".*\[GENERATOR_UNSUPPORTED\]/);
});
