import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import type { Entry, Setup } from "./harness.ts";
import { assembleEntries, findings, texts } from "./harness.ts";

const SECRETS = {
  plain: "hunter2",
  encoded: "aGk=",
  url: "_-8=",
  nul: "a\0b",
  nul64: "YQBi",
  object: '{"b":"2","a":"1"}',
  slash: '{"a/b":"1"}',
  both: '{"a/b":"1","a_b":"2"}',
  urls: '{"amqp://ann:hunter2@db":"1","amqp://ann:hunter2:db":"2"}',
  empty: "{}",
  odd: '{"":"dropped","k":"1"}',
};

function data(key: string, rest: object = {}): Entry {
  return { secretKey: "k", remoteRef: { key, ...rest } };
}

const GIVEN: readonly (readonly [string, readonly Entry[], Readonly<Record<string, string>>, Setup?])[] = [
  ["takes one value", [data("plain")], { k: "hunter2" }],
  ["lets a later entry win", [{ extract: { key: "object" } }, { fake: { a: "gen" } }], { a: "gen", b: "2" }],
  [
    "lets an earlier entry lose",
    [{ fake: { a: "gen" } }, { extract: { key: "object" } }],
    { a: "1", b: "2" },
  ],
  ["gives nothing for an empty object", [{ extract: { key: "empty" } }], {}],
  ["gives nothing for a find without a match", [{ find: { name: { regexp: "nope" } } }], {}],
  ["converts extracted keys", [{ extract: { key: "slash" } }], { a_b: "1" }],
  [
    "converts by the strategy Unicode",
    [{ extract: { key: "both", conversionStrategy: "Unicode" } }],
    { a_U002f_b: "1", a_b: "2" },
  ],
  ["drops the empty key", [{ extract: { key: "odd" } }], { k: "1" }],
  ["decodes Base64", [data("encoded", { decodingStrategy: "Base64" })], { k: "hi" }],
  ["decodes by Auto what is base64", [data("encoded", { decodingStrategy: "Auto" })], { k: "hi" }],
  ["keeps by Auto what is not", [data("object", { decodingStrategy: "Auto" })], { k: SECRETS.object }],
  ["does not decode what a generator gives", [{ fake: { k: "aGk=" } }], { k: "aGk=" }],
  ["keeps a null byte by default", [data("nul")], { k: "a\0b" }],
  [
    "leaves out what is missing by Delete",
    [data("gone"), { secretKey: "l", remoteRef: { key: "plain" } }],
    { l: "hunter2" },
    { deletionPolicy: "Delete" },
  ],
  [
    "leaves out a missing property by Merge",
    [data("object", { property: "z" })],
    {},
    { deletionPolicy: "Merge" },
  ],
  ["leaves out a missing extract by Merge", [{ extract: { key: "gone" } }], {}, { deletionPolicy: "Merge" }],
  [
    "lets a later entry fill a gap",
    [data("gone"), data("plain")],
    { k: "hunter2" },
    { deletionPolicy: "Merge" },
  ],
];

for (const [rule, entries, expected, setup] of GIVEN) {
  test(`assemble() ${rule}`, async () => {
    assert.deepEqual(texts(await assembleEntries(entries, { secrets: SECRETS, ...setup })), expected);
  });
}

const STORE = 'SecretStore "store"';

const REFUSED: readonly (readonly [string, readonly Entry[], readonly string[], Setup?])[] = [
  [
    "a secret that is missing",
    [data("gone")],
    [
      `error spec.data[0].remoteRef.key: Cannot read secret "gone" from ${STORE}: it does not exist [SECRET_NOT_FOUND]`,
    ],
  ],
  [
    "a version that is missing",
    [data("plain", { version: "v2" })],
    [
      `error spec.data[0].remoteRef.version: Cannot read secret "plain" (version "v2") from ${STORE}: it does not exist [SECRET_NOT_FOUND]`,
    ],
  ],
  [
    "a property that is missing",
    [data("object", { property: "z" })],
    [
      `error spec.data[0].remoteRef.property: Cannot read secret "object" from ${STORE}: it has no property "z" [PROPERTY_NOT_FOUND]`,
    ],
  ],
  [
    "an extract of plain text",
    [{ extract: { key: "plain" } }],
    [
      `error spec.dataFrom[0].extract.key: Cannot read secret "plain" from ${STORE}: its value is not a JSON object [VALUE_NOT_JSON]`,
    ],
  ],
  [
    "an extract of plain text also by Merge",
    [{ extract: { key: "plain" } }],
    [
      `error spec.dataFrom[0].extract.key: Cannot read secret "plain" from ${STORE}: its value is not a JSON object [VALUE_NOT_JSON]`,
    ],
    { deletionPolicy: "Merge" },
  ],
  [
    "a find by tags",
    [{ find: { tags: { a: "b" } } }],
    [
      `error spec.dataFrom[0].find: Cannot find secrets in ${STORE}: a fake store finds by name only [FIND_UNSUPPORTED]`,
    ],
  ],
  [
    "a collision in the conversion of members that may be no names, without showing them",
    [{ extract: { key: "urls" } }],
    ["error spec.dataFrom[0].extract: Cannot convert keys: two of them become one [KEY_CONFLICT]"],
  ],
  [
    "a collision in the conversion",
    [{ extract: { key: "both" } }],
    [
      'error spec.dataFrom[0].extract: Cannot convert keys: the names "a/b" and "a_b" both become the key "a_b" [KEY_CONFLICT]',
    ],
  ],
  [
    "a generator's invalid key",
    [{ fake: { "a/b": "", "c:d": "" } }],
    [
      'error spec.dataFrom[0].sourceRef.generatorRef: Cannot use "a/b", "c:d" as a key: not allowed is "/", ":" [KEY_INVALID]',
    ],
  ],
  [
    "a key that is too long",
    [{ fake: { ["é".repeat(127)]: "" } }],
    [
      `error spec.dataFrom[0].sourceRef.generatorRef: Cannot use "${"é".repeat(127)}" as a key: at most 253 bytes are allowed [KEY_INVALID]`,
    ],
  ],
  [
    "a value that is not Base64",
    [data("object", { decodingStrategy: "Base64" })],
    [
      'error spec.data[0].remoteRef.decodingStrategy: Cannot decode the value of key "k" as Base64 [DECODE_FAILED]',
    ],
  ],
  [
    "Base64URL as Base64",
    [data("url", { decodingStrategy: "Base64" })],
    [
      'error spec.data[0].remoteRef.decodingStrategy: Cannot decode the value of key "k" as Base64 [DECODE_FAILED]',
    ],
  ],
  [
    "a null byte by Fail",
    [data("nul", { nullBytePolicy: "Fail" })],
    [
      'error spec.data[0].remoteRef.nullBytePolicy: Cannot take the value of key "k": it holds a null byte, and nullBytePolicy is Fail [NULL_BYTE]',
    ],
  ],
  [
    "a null byte that decoding gave",
    [data("nul64", { nullBytePolicy: "Fail", decodingStrategy: "Base64" })],
    [
      'error spec.data[0].remoteRef.nullBytePolicy: Cannot take the value of key "k": it holds a null byte, and nullBytePolicy is Fail [NULL_BYTE]',
    ],
  ],
  [
    "every entry that fails",
    [data("gone"), { extract: { key: "plain" } }, { fake: { "/": "" } }],
    [
      `error spec.data[0].remoteRef.key: Cannot read secret "gone" from ${STORE}: it does not exist [SECRET_NOT_FOUND]`,
      `error spec.dataFrom[1].extract.key: Cannot read secret "plain" from ${STORE}: its value is not a JSON object [VALUE_NOT_JSON]`,
      'error spec.dataFrom[2].sourceRef.generatorRef: Cannot use "/" as a key: not allowed is "/" [KEY_INVALID]',
    ],
  ],
];

for (const [rule, entries, expected, setup] of REFUSED) {
  test(`assemble() refuses ${rule}`, async () => {
    const assembled = await assembleEntries(entries, { secrets: SECRETS, ...setup });
    assert.equal(assembled.data, undefined);
    assert.deepEqual(findings(assembled), expected);
  });
}

test("assemble() tells of entries that were left out", async () => {
  const assembled = await assembleEntries([data("gone")], { deletionPolicy: "Delete" });
  assert.deepEqual(findings(assembled), [
    `info spec.data[0].remoteRef.key: Left out, as deletionPolicy says: Cannot read secret "gone" from ${STORE}: it does not exist [ENTRY_SKIPPED]`,
  ]);
});

test("assemble() warns of two entries with one secretKey, where admission lets them pass", async () => {
  const assembled = await assembleEntries([data("plain"), data("encoded")], {
    secrets: SECRETS,
    deletionPolicy: "Merge",
  });
  assert.deepEqual(texts(assembled), { k: "aGk=" });
  assert.deepEqual(findings(assembled), [
    'warning spec.data[1].secretKey: secretKey "k" is also in spec.data[0]: this later entry wins, unless it is missing [SUSPICIOUS]',
  ]);
});

test("assemble() keeps a key that is called __proto__", async () => {
  const assembled = await assembleEntries([{ extract: { key: "p" } }], {
    secrets: { p: '{"__proto__":"x"}' },
  });
  assert.deepEqual([...(assembled.data?.keys() ?? [])], ["__proto__"]);
});

test("assemble() says no value in what it tells", async () => {
  const secret = "s3cr3t-canary";
  const entries: Entry[] = [
    data("x", { decodingStrategy: "Base64" }),
    { extract: { key: "x" } },
    { find: { name: {} }, rewrite: [{ merge: MERGE }] },
    { fake: { a: secret, b: "other" }, rewrite: [{ regexp: { source: ".", target: "c" } }] },
  ];
  const assembled = await assembleEntries(entries, { secrets: { x: secret } });
  assert.equal(assembled.diagnostics.length, 4);
  assert.doesNotMatch(JSON.stringify(assembled), /s3cr3t/);
});

test("assemble() takes the look-ups of all entries from one budget, data and extract alike", async () => {
  const property = "o.o";
  const secrets = { x: '{"o":{"o":{"k":"v"}}}' };
  const entries = [data("x", { property }), { extract: { key: "x", property } }, data("x", { property })];
  assert.deepEqual(findings(await assembleEntries(entries, { secrets, propertyWork: 10_000 })), []);
  const short = findings(await assembleEntries(entries, { secrets, propertyWork: 100 }));
  assert.equal(short.length, 2);
  for (const finding of short)
    assert.match(finding, /paths in property of all entries together .* \[LIMIT_EXCEEDED\]$/);
});

test("assemble() takes what a hint parses of a missing property's secret from that budget too", async () => {
  const secrets = { x: `{"a":"${"v".repeat(1000)}"}` };
  const entries = [data("x", { property: "z" }), data("x", { property: "a" })];
  const hints = async (propertyWork: number) =>
    (await assembleEntries(entries, { secrets, propertyWork })).diagnostics.map(({ code, hint = "" }) => [
      code,
      hint.includes("JSON object with 1 key"),
    ]);
  assert.deepEqual(await hints(20_000), [["PROPERTY_NOT_FOUND", true]]);
  assert.deepEqual(await hints(2000), [
    ["PROPERTY_NOT_FOUND", false],
    ["LIMIT_EXCEEDED", false],
  ]);
});

const MERGE = { strategy: "Extract", conflictPolicy: "Error", priorityPolicy: "Strict" } as const;

test("assemble() is the same for any order of the answers", async () => {
  const key = fc.constantFrom("a", "b", "c", "a/b");
  const entry: fc.Arbitrary<Entry> = fc.oneof(
    key.map((name) => ({ secretKey: name, remoteRef: { key: name } })),
    key.map((name) => ({ extract: { key: name } })),
    fc.constant({ find: { name: {} } }),
    fc.dictionary(key, fc.string()).map((fake) => ({ fake })),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(entry),
      fc.dictionary(key, fc.json()),
      fc.constantFrom("Retain", "Merge"),
      async (entries, secrets, deletionPolicy) => {
        const setup = { secrets, deletionPolicy } as const;
        const forward = await assembleEntries(entries, setup);
        const backward = await assembleEntries(entries, { ...setup, reversed: true });
        assert.deepEqual(texts(backward), texts(forward));
        assert.deepEqual(findings(backward), findings(forward));
      },
    ),
  );
});

test("assemble() never fails to decode by Auto", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary" }), async (value) => {
      const entry = data("x", { decodingStrategy: "Auto" });
      assert.notEqual((await assembleEntries([entry], { secrets: { x: value } })).data, undefined);
    }),
  );
});
