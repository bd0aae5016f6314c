import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import type { Entry } from "./harness.ts";
import { assembleEntries, findings, texts } from "./harness.ts";

type Data = ReadonlyMap<string, string>;
type Strategy = "None" | "Base64" | "Auto";

interface Operation {
  readonly source: string;
  readonly target: string;
}

interface Extract {
  readonly given: Readonly<Record<string, string>>;
  readonly operations: readonly Operation[];
  readonly decodingStrategy: Strategy;
}

/** Expressions that Go and JavaScript read alike. */
const operation = fc.record({
  source: fc.constantFrom("^.*$", "^a", "[12]$", "^a.*$", "b"),
  target: fc.constantFrom("", "a", "b", "k"),
});
const extract = fc.record({
  given: fc.dictionary(
    fc.constantFrom("a", "a1", "a2", "b", "b1", "k"),
    fc.constantFrom("YQ==", "YQ==\n", "YQ=\n=", "Yg==", "no base64"),
    { minKeys: 1, maxKeys: 4, noNullPrototype: true },
  ),
  operations: fc.array(operation, { minLength: 1, maxLength: 2 }),
  decodingStrategy: fc.constantFrom("None", "Base64", "Auto"),
});
const laterKeys = fc.uniqueArray(fc.constantFrom("a", "b", "k", "a1"), { maxLength: 3 });

test("a rewrite of many keys to one gives what every order of Go's maps gives, and is refused where they differ", async () => {
  const seen = { same: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(extract, { minLength: 1, maxLength: 2 }),
      laterKeys,
      async (extracts, later) => {
        const outcomes = outcomesOf(extracts, later);
        const assembled = await assembleEntries(entriesOf(extracts, later), { secrets: secretsOf(extracts) });
        const [only = ""] = outcomes;
        if (outcomes.size === 1 && only !== FAILED) {
          seen.same += 1;
          assert.equal(
            printed(new Map(Object.entries(texts(assembled) ?? {}))),
            only,
            findings(assembled).join(),
          );
        } else {
          seen.refused += 1;
          assert.equal(texts(assembled), undefined);
          assert.ok(
            findings(assembled).every((finding) => /\[(KEY_CONFLICT|DECODE_FAILED)\]$/.test(finding)),
          );
        }
      },
    ),
    { numRuns: 1500 },
  );
  assert.ok(seen.same > 100 && seen.refused > 100, JSON.stringify(seen));
});

test("a key of two values is certain once a later entry gives it its value", async () => {
  const rewrite = [{ regexp: { source: ".*", target: "k" } }];
  const secrets = { many: '{"a":"1","b":"2"}', one: "3", k: '{"k":"4"}' };
  const data: Entry = { secretKey: "k", remoteRef: { key: "one" } };
  const from: Entry = { extract: { key: "many" }, rewrite };
  const cases: readonly (readonly [entries: readonly Entry[], k: string | undefined])[] = [
    [[from], undefined],
    [[from, data], "3"],
    [[from, { extract: { key: "k" } }], "4"],
    [[{ extract: { key: "k" } }, from], undefined],
    [[from, { extract: { key: "k" } }, from, data], "3"],
    [[from, { ...data, remoteRef: { key: "nothing" } }], undefined],
  ];
  for (const [entries, k] of cases) {
    const assembled = await assembleEntries(entries, { secrets, deletionPolicy: "Delete" });
    assert.equal(texts(assembled)?.["k"], k);
  }
});

test("a key that each of many rewrites gives one more value is looked at once for each value", async () => {
  const more = Array.from({ length: 500 }, (_, index) => `b${index}`);
  const values = ["a1", "a2", ...more].map((key) => [key, `${"x".repeat(30_000)}${key}`] as const);
  const rewrite = ["a.", ...more].map((name) => ({ regexp: { source: `^${name}$`, target: "k" } }));
  const entries: readonly Entry[] = [
    { extract: { key: "many" }, rewrite },
    { secretKey: "k", remoteRef: { key: "one" } },
  ];
  const secrets = { many: JSON.stringify(Object.fromEntries(values)), one: "1" };
  assert.deepEqual(texts(await assembleEntries(entries, { secrets })), { k: "1" });
});

const TO_K = [{ regexp: { source: "^.*$", target: "k" } }];

test("a key of two values is not told of where the entry fails that would have given it its value", async () => {
  const entries: readonly Entry[] = [
    { extract: { key: "many" }, rewrite: TO_K },
    { secretKey: "k", remoteRef: { key: "nothing" } },
  ];
  const assembled = await assembleEntries(entries, { secrets: { many: '{"a":"1","b":"2"}' } });
  assert.deepEqual(
    assembled.diagnostics.map(({ code }) => code),
    ["SECRET_NOT_FOUND"],
  );
});

test("keys of two values are told once for each operation that made them", async () => {
  const rewrite = [
    { regexp: { source: "^a.$", target: "a" } },
    { regexp: { source: "^(b|c).$", target: "$1" } },
  ];
  const given = Object.fromEntries(["a1", "a2", "b1", "b2", "c1", "c2"].map((key) => [key, key]));
  const assembled = await assembleEntries([{ extract: { key: "many" }, rewrite }], {
    secrets: { many: JSON.stringify(given) },
  });
  assert.deepEqual(
    assembled.diagnostics.map(({ code, field }) => [code, field?.path]),
    [
      ["KEY_CONFLICT", "spec.dataFrom[0].rewrite[0].regexp"],
      ["KEY_CONFLICT", "spec.dataFrom[0].rewrite[1].regexp"],
    ],
  );
});

for (const [a, b] of [
  ["text", "null\0byte"],
  ["null\0byte", "text"],
] as const) {
  test(`nullBytePolicy Fail looks at each value of a key: ${JSON.stringify([a, b])}`, async () => {
    const entries: readonly Entry[] = [
      { extract: { key: "many", nullBytePolicy: "Fail" }, rewrite: TO_K },
      { secretKey: "k", remoteRef: { key: "one" } },
    ];
    const secrets = { many: JSON.stringify({ a, b }), one: "1" };
    const { diagnostics } = await assembleEntries(entries, { secrets });
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ["NULL_BYTE"],
    );
  });
}

const FAILED = "failed";

function entriesOf(extracts: readonly Extract[], later: readonly string[]): Entry[] {
  return [
    ...extracts.map(({ operations, decodingStrategy }, index) => ({
      extract: { key: `secret${index}`, decodingStrategy },
      rewrite: operations.map((regexp) => ({ regexp })),
    })),
    ...later.map((secretKey) => ({ secretKey, remoteRef: { key: "later" } })),
  ];
}

function secretsOf(extracts: readonly Extract[]): Record<string, string> {
  const secrets = extracts.map(({ given }, index) => [`secret${index}`, JSON.stringify(given)] as const);
  return { later: "later", ...Object.fromEntries(secrets) };
}

/** What the entries give in each order in which Go may walk through its maps. */
function outcomesOf(extracts: readonly Extract[], later: readonly string[]): Set<string> {
  let all: readonly (Data | undefined)[] = [new Map()];
  for (const one of extracts) {
    const given = extracted(one);
    all = all.flatMap((before) =>
      given.map((data) =>
        before === undefined || data === undefined ? undefined : new Map([...before, ...data]),
      ),
    );
  }
  const last = later.map((key) => [key, "later"] as const);
  return new Set(all.map((data) => (data === undefined ? FAILED : printed(new Map([...data, ...last])))));
}

function extracted({ given, operations, decodingStrategy }: Extract): (Data | undefined)[] {
  let all: readonly Data[] = [new Map(Object.entries(given))];
  for (const { source, target } of operations) {
    // eslint-disable-next-line eslint-js/no-restricted-syntax -- the model of Go's engine, on expressions of this file
    const regexp = new RegExp(source, "g");
    const renamed = all.flatMap((data) =>
      ordersOf([...data]).map(
        (order) => new Map(order.map(([key, value]) => [key.replace(regexp, target), value])),
      ),
    );
    all = [...new Map(renamed.map((data) => [printed(data), data] as const)).values()];
  }
  return all.map((data) => decoded(data, decodingStrategy));
}

function ordersOf<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => ordersOf(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

function decoded(data: Data, strategy: Strategy): Data | undefined {
  const values = new Map<string, string>();
  for (const [key, value] of data) {
    const isBase64 = value.startsWith("Y");
    if (key === "") continue;
    if (strategy === "Base64" && !isBase64) return undefined;
    values.set(key, strategy !== "None" && isBase64 ? Buffer.from(value, "base64").toString() : value);
  }
  return values;
}

function printed(data: Data): string {
  return JSON.stringify([...data].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
