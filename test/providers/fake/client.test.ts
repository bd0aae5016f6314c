import assert from "node:assert/strict";
import { test } from "node:test";

import type { Find, RemoteRef } from "../../../src/eso/external-secret.ts";
import type { Answer, RawSecret } from "../../../src/eso/read-request.ts";
import type { FakeProviderData } from "../../../src/eso/stores/fake.ts";
import { fromGoString, goStringOfBytes } from "../../../src/go/bytes.ts";
import type { SecretData, Sensitive } from "../../../src/ground/sensitive.ts";
import { addressFake } from "../../../src/providers/fake/address.ts";
import { openFakeClient } from "../../../src/providers/fake/client.ts";

function textOf(value: Sensitive): string {
  return fromGoString(goStringOfBytes(value.reveal()));
}

async function getSecret(data: readonly FakeProviderData[], remoteRef: RemoteRef): Promise<string> {
  const answer = await selected(data, remoteRef, (secret) => secret.getSecret(remoteRef));
  return answer.kind === "value" ? textOf(answer.value) : `${answer.kind} ${answer.problem.code}`;
}

async function getSecretMap(data: readonly FakeProviderData[], remoteRef: RemoteRef): Promise<unknown> {
  return printMap(await selected(data, remoteRef, (secret) => secret.getSecretMap(remoteRef)));
}

async function selected<Value>(
  data: readonly FakeProviderData[],
  remoteRef: RemoteRef,
  select: (secret: RawSecret) => Answer<Value>,
): Promise<Answer<Value>> {
  const request = addressFake(remoteRef);
  const answer = (await openFakeClient({ data }).read([request])).get(request);
  assert.ok(answer !== undefined);
  return answer.kind === "value" ? select(answer.value) : answer;
}

function printMap(answer: Answer<SecretData>): unknown {
  if (answer.kind !== "value") return `${answer.kind} ${answer.problem.code}`;
  return Object.fromEntries([...answer.value].map(([key, value]) => [key, textOf(value)]));
}

const VERSIONS = [
  { key: "a", value: "none" },
  { key: "a", value: "first", version: "v1" },
  { key: "a", value: "ninth", version: "v9" },
  { key: "a", value: "tenth", version: "v10" },
  { key: "b", value: "old", version: "v1" },
  { key: "b", value: "new", version: "v1" },
  { key: "c", value: "lost", version: "v1" },
  { key: "cv1", value: "hides it" },
];

const READS: readonly (readonly [string, RemoteRef, string])[] = [
  ["gives the entry without a version", { key: "a" }, "none"],
  ["takes an empty version for none", { key: "a", version: "" }, "none"],
  ["gives the entry of a version", { key: "a", version: "v10" }, "tenth"],
  ["misses a version that is not there", { key: "a", version: "v2" }, "missing SECRET_NOT_FOUND"],
  ["misses a key that has versions only", { key: "b" }, "missing SECRET_NOT_FOUND"],
  ["takes the later of two entries", { key: "b", version: "v1" }, "new"],
  [
    "loses an entry behind one whose key is its key and version",
    { key: "c", version: "v1" },
    "missing SECRET_NOT_FOUND",
  ],
  ["gives the entry that hides another", { key: "cv1" }, "hides it"],
  ["misses what is not there", { key: "gone" }, "missing SECRET_NOT_FOUND"],
];

for (const [rule, remoteRef, expected] of READS) {
  test(`a fake store ${rule}`, async () => {
    assert.equal(await getSecret(VERSIONS, remoteRef), expected);
  });
}

const JSON_DATA = [
  { key: "db", value: '{"user":"ann","n":1.50,"a.b":"dot","sub":{"x":null},"none":null}' },
  { key: "plain", value: "hunter2" },
];

const PROPERTIES: readonly (readonly [string, RemoteRef, string])[] = [
  ["a member", { key: "db", property: "user" }, "ann"],
  ["a number in plain decimals", { key: "db", property: "n" }, "1.5"],
  ["no property as the whole value", { key: "plain", property: "" }, "hunter2"],
  ["a name with a dot only when it is escaped", { key: "db", property: String.raw`a\.b` }, "dot"],
  ["an unescaped dot as a path", { key: "db", property: "a.b" }, "missing PROPERTY_NOT_FOUND"],
  ["null as an empty value", { key: "db", property: "none" }, ""],
  ["a missing property as missing", { key: "plain", property: "x" }, "missing PROPERTY_NOT_FOUND"],
  [
    "a path that takes too long as refused",
    { key: "db", property: Array(60).fill("[@this,@this]").join("|") },
    "failed LIMIT_EXCEEDED",
  ],
];

for (const [rule, remoteRef, expected] of PROPERTIES) {
  test(`a fake secret gives ${rule}`, async () => {
    assert.equal(await getSecret(JSON_DATA, remoteRef), expected);
  });
}

const EXTRACTS: readonly (readonly [string, RemoteRef, unknown])[] = [
  ["the members of a property", { key: "db", property: "sub" }, { x: "" }],
  ["plain text as no JSON", { key: "plain" }, "failed VALUE_NOT_JSON"],
  ["a property that is null as no JSON", { key: "db", property: "none" }, "failed VALUE_NOT_JSON"],
  ["a missing property as missing", { key: "db", property: "nope" }, "missing PROPERTY_NOT_FOUND"],
];

for (const [rule, remoteRef, expected] of EXTRACTS) {
  test(`a fake secret extracts ${rule}`, async () => {
    assert.deepEqual(await getSecretMap(JSON_DATA, remoteRef), expected);
  });
}

const FINDS: readonly (readonly [string, Find, unknown])[] = [
  ["the greatest version as text", { name: { regexp: "^a$" } }, { a: "ninth" }],
  ["names by a pattern anywhere in them", { name: { regexp: "v" } }, { cv1: "hides it" }],
  ["everything by an empty name", { name: {} }, { a: "ninth", b: "new", cv1: "hides it" }],
  ["nothing where nothing matches", { name: { regexp: "x" } }, {}],
  [
    "by name alone where there are tags and a path",
    { name: { regexp: "^b" }, path: "z", tags: { a: "b" } },
    { b: "new" },
  ],
  ["nothing by tags alone", { tags: { a: "b" } }, "failed FIND_UNSUPPORTED"],
  ["nothing by a path alone", { path: "a" }, "failed FIND_UNSUPPORTED"],
  ["nothing by look-ahead", { name: { regexp: "(?=a)" } }, "failed REGEXP_INVALID"],
  ["nothing by a pattern that is too long", { name: { regexp: "a".repeat(2000) } }, "failed LIMIT_EXCEEDED"],
];

for (const [rule, find, expected] of FINDS) {
  test(`a fake store finds ${rule}`, async () => {
    assert.deepEqual(
      printMap(await openFakeClient({ data: VERSIONS }).find(find, () => undefined)),
      expected,
    );
  });
}

test("a fake store converts the names that it finds", async () => {
  const client = openFakeClient({ data: [{ key: "a/b", value: "1" }] });
  assert.deepEqual(printMap(await client.find({ name: {} }, () => undefined)), { a_b: "1" });
  assert.deepEqual(
    printMap(await client.find({ name: {}, conversionStrategy: "Unicode" }, () => undefined)),
    {
      a_U002f_b: "1",
    },
  );
});

test("a fake store refuses to find two names that become one", async () => {
  const data = [
    { key: "a/b", value: "1" },
    { key: "a_b", value: "1" },
  ];
  const answer = await openFakeClient({ data }).find({ name: {} }, () => undefined);
  assert.equal(answer.kind, "failed");
  assert.equal(answer.problem.message, 'the names "a/b" and "a_b" both become the key "a_b"');
});

const HINTS: readonly (readonly [RemoteRef, string])[] = [
  [{ key: "prod/bd" }, 'The nearest key in the store is "prod/db"'],
  [{ key: "prod/db" }, 'The store has it in version "v1", in version "v2": correct remoteRef.version'],
  [{ key: "something else" }, "Add it to the store's spec.provider.fake.data, or correct remoteRef.key"],
];

for (const [remoteRef, hint] of HINTS) {
  test(`a fake store says for the missing ${remoteRef.key} what could be meant`, async () => {
    const data = [
      { key: "prod/db", value: "x", version: "v1" },
      { key: "prod/db", value: "y", version: "v2" },
    ];
    const answer = await selected(data, remoteRef, (secret) => secret.getSecret(remoteRef));
    assert.equal(answer.kind, "missing");
    assert.equal(answer.problem.hint, hint);
  });
}

test("a missing property is told without any name or value of the secret", async () => {
  const remoteRef = { key: "db", property: "pasword" };
  const answer = await selected(JSON_DATA, remoteRef, (secret) => secret.getSecret(remoteRef));
  assert.equal(answer.kind, "missing");
  const text = JSON.stringify(answer.problem);
  assert.match(text, /JSON object with 5 keys/);
  assert.doesNotMatch(text, /ann|user|sub/);
});

const STAND_IN_FINDS = [
  ["ignored", "prod", ["other", "prod-uction", "prod/db"]],
  ["prefix", "prod", ["prod-uction", "prod/db"]],
  ["folder", "prod", ["prod/db"]],
  ["folder", "prod/", ["prod/db"]],
  ["folder", "", ["other", "prod-uction", "prod/db"]],
] as const;

for (const [findPath, path, expected] of STAND_IN_FINDS) {
  test(`a stand-in whose find.path is "${findPath}" finds below "${path}", names as they are`, async () => {
    const data = ["prod/db", "prod-uction", "other"].map((key) => ({ key, value: "x" }));
    const provider = { data, standIn: { file: "remote.yaml", findPath } };
    const answer = await openFakeClient(provider).find({ path, name: { regexp: "." } }, () => undefined);
    assert.equal(answer.kind, "value");
    assert.deepEqual([...answer.value.keys()].toSorted(), expected);
  });
}
