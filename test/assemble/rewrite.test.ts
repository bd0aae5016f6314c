import assert from "node:assert/strict";
import { test } from "node:test";

import type { Rewrite, RewriteMerge } from "../../src/eso/external-secret.ts";
import type { Transform } from "../../src/assemble/rewrite.ts";
import { assembleEntries, findings, texts } from "./harness.ts";

type Texts = Readonly<Record<string, string>>;

function regexp(source: string, target: string): Rewrite {
  return { regexp: { source, target } };
}

function merge(rest: Partial<RewriteMerge> = {}): Rewrite {
  return { merge: { strategy: "Extract", conflictPolicy: "Error", priorityPolicy: "Strict", ...rest } };
}

const GIVEN: readonly (readonly [string, Texts, readonly Rewrite[], Texts])[] = [
  ["replaces a prefix", { db_user: "1", host: "2" }, [regexp("^db_", "")], { user: "1", host: "2" }],
  ["replaces every match", { a_b_c: "1" }, [regexp("_", "-")], { "a-b-c": "1" }],
  ["expands groups in braces", { user: "1" }, [regexp("(.+)", "x_${1}_y")], { x_user_y: "1" }],
  [
    "takes the longest group name without braces",
    { user: "1" },
    [regexp("(.+)", "$1_y.$0")],
    { ".user": "1" },
  ],
  [
    "takes an empty match next to a match for none",
    { foo: "1" },
    [regexp("(.*)", "new-$1")],
    { "new-foo": "1" },
  ],
  ["takes the operations in order", { a: "1" }, [regexp("a", "b"), regexp("b", "c")], { c: "1" }],
  ["drops what is renamed to nothing", { keep: "1", x1: "2", x2: "3" }, [regexp("^x.*$", "")], { keep: "1" }],
  ["lets two keys with one value become one", { a1: "x", a2: "x" }, [regexp("^a.$", "a")], { a: "x" }],
  ["leaves keys without rewrite.regexp as they are", { a: "1" }, [{}], { a: "1" }],
  ["renames with a plain template", { a: "1" }, [{ transform: { template: "b" } }], { b: "1" }],
  [
    "merges members of objects",
    { a: '{"x":1.50}', b: '{"y":{"z":"<"}}' },
    [merge()],
    { x: "1.5", y: String.raw`{"z":"\u003c"}` },
  ],
  ["merges nothing of null", { a: "null", b: '{"y":true}' }, [merge()], { y: "true" }],
  [
    "merges into one key",
    { b: '{"y":"<"}', a: '{"x":1e3}' },
    [merge({ strategy: "JSON", into: "all" })],
    { b: '{"y":"<"}', a: '{"x":1e3}', all: '{"x":1000,"y":"<"}' },
  ],
  [
    "merges over a key of that name",
    { a: '{"x":1}' },
    [merge({ strategy: "JSON", into: "a" })],
    { a: '{"x":1}' },
  ],
  [
    "merges values with as many levels as Go reads",
    { a: `{"x":${"[".repeat(9_999)}${"]".repeat(9_999)}}` },
    [merge()],
    { x: `${"[".repeat(9_999)}${"]".repeat(9_999)}` },
  ],
  ["merges no key to an empty object", {}, [merge({ strategy: "JSON", into: "all" })], { all: "{}" }],
  [
    "merges in byte order",
    { "\u{10000}": '{"x":"astral"}', "\uff5e": '{"x":"wide"}' },
    [merge({ conflictPolicy: "Ignore" })],
    { x: "astral" },
  ],
  [
    "merges priority last",
    { a: '{"x":"a"}', b: '{"x":"b"}', c: '{"x":"c"}' },
    [merge({ conflictPolicy: "Ignore", priority: ["b", "a"] })],
    { x: "a" },
  ],
  [
    "skips an absent priority where that is allowed",
    { a: '{"x":"a"}' },
    [merge({ priority: ["z"], priorityPolicy: "IgnoreNotFound" })],
    { x: "a" },
  ],
  ["prefers merge in one item", { a: '{"x":"1"}' }, [{ ...merge(), ...regexp("x", "y") }], { x: "1" }],
];

for (const [rule, fake, rewrite, expected] of GIVEN) {
  test(`rewrite() ${rule}`, async () => {
    assert.deepEqual(texts(await assembleEntries([{ fake, rewrite }])), expected);
  });
}

const AT = "error spec.dataFrom[0].rewrite";

const REFUSED: readonly (readonly [string, Texts, readonly Rewrite[], RegExp])[] = [
  [
    "an invalid expression even without keys",
    {},
    [regexp("(", "")],
    /rewrite\[0\]\.regexp\.source: .* \[REGEXP_INVALID\]$/,
  ],
  ["an expression that is too long", {}, [regexp("a".repeat(1025), "")], /\[LIMIT_EXCEEDED\]$/],
  [
    "an expression with a large program over a long key",
    { ["a".repeat(400_000)]: "1" },
    [regexp("(a?){1000}$", "")],
    /regexp: Cannot rewrite the keys: .* 320000000 steps of matching \[LIMIT_EXCEEDED\]$/,
  ],
  [
    "keys that grow without end",
    { a: "1" },
    Array.from({ length: 40 }, () => regexp("$", "$0aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")).concat(
      Array.from({ length: 40 }, () => regexp(".*", "$0$0")),
    ),
    /\[LIMIT_EXCEEDED\]$/,
  ],
  [
    "two keys with two values that become one",
    { user: "1", password: "2" },
    [regexp(".+", "same")],
    /^error spec\.dataFrom\[0\]\.rewrite\[0\]\.regexp: Cannot rewrite keys: "user" and "password" both become "same" \[KEY_CONFLICT\]$/,
  ],
  [
    "two members of which one may be no name, without showing them",
    { "postgres://ann:hunter2@db": "1", password: "2" },
    [regexp(".+", "same")],
    /regexp: Cannot rewrite keys: two of them become one \[KEY_CONFLICT\]$/,
  ],
  [
    "a value to be merged whose key may be no name, without showing it",
    { "postgres://ann:hunter2@db": "1" },
    [merge()],
    /merge: Cannot merge the value of a key: it is not a JSON object \[VALUE_NOT_JSON\]$/,
  ],
  [
    "members to be merged that may be no names, without showing them",
    { a: '{"postgres://ann:hunter2@db":1}', b: '{"postgres://ann:hunter2@db":1}' },
    [merge()],
    /merge: Cannot merge: more than one value has the same member \[KEY_CONFLICT\]$/,
  ],
  [
    "them also when a later operation renames the one",
    { a: "1", b: "2" },
    [regexp(".", "same"), regexp("same", "c")],
    /rewrite\[0\]\.regexp: Cannot rewrite keys: "a" and "b" both become "same" \[KEY_CONFLICT\]$/,
  ],
  [
    "them also when they became nothing and then a key",
    { a: "1", b: "2" },
    [regexp(".", ""), regexp("^$", "c")],
    /\[KEY_CONFLICT\]$/,
  ],
  [
    "them when they are merged",
    { a: '{"x":1}', b: '{"y":1}' },
    [regexp(".", ""), merge()],
    /\[KEY_CONFLICT\]$/,
  ],
  [
    "a key that is not converted after a rewrite",
    { "a/b": "1" },
    [regexp("x", "y")],
    /rewrite: Cannot use "a\/b" as a key: not allowed is "\/" \[KEY_INVALID\]$/,
  ],
  [
    "a member that two values have",
    { a: '{"x":1}', b: '{"x":1}' },
    [merge()],
    /rewrite\[0\]\.merge: Cannot merge: more than one value has the member "x" \[KEY_CONFLICT\]$/,
  ],
  [
    "a key that priority names twice",
    { a: '{"x":1}' },
    [merge({ priority: ["a", "a"] })],
    /\[KEY_CONFLICT\]$/,
  ],
  [
    "an absent priority",
    {},
    [merge({ priority: ["z"] })],
    /rewrite\[0\]\.merge\.priority: Cannot merge: key "z" of priority does not exist \[REWRITE_FAILED\]$/,
  ],
  ["a merge into nothing", { a: "{}" }, [merge({ strategy: "JSON" })], /\[REWRITE_FAILED\]$/],
  [
    "a merge of text",
    { a: "x" },
    [merge()],
    /Cannot merge the value of key "a": it is not a JSON object \[VALUE_NOT_JSON\]$/,
  ],
  ["a merge of a list", { a: "[]" }, [merge()], /\[VALUE_NOT_JSON\]$/],
  [
    "a merge of a number beyond float64",
    { a: '{"x":1e400}' },
    [merge()],
    /beyond float64 \[VALUE_NOT_JSON\]$/,
  ],
  [
    "a merge of a value that is nested too deeply",
    { a: `{"x":${"[".repeat(10_000)}${"]".repeat(10_000)}}` },
    [merge()],
    /\[VALUE_NOT_JSON\]$/,
  ],
];

for (const [rule, fake, rewrite, expected] of REFUSED) {
  test(`rewrite() refuses ${rule}`, async () => {
    const assembled = await assembleEntries([{ fake, rewrite }]);
    assert.equal(assembled.data, undefined);
    const [finding = "", ...others] = findings(assembled);
    assert.deepEqual(others, []);
    assert.ok(finding.startsWith(AT), finding);
    assert.match(finding, expected);
  });
}

test("rewrite() refuses an expression that reads a key again for every match", async () => {
  const entry = { fake: { ["x".repeat(100_000)]: "1" }, rewrite: [regexp(".*y|x", "z")] };
  const assembled = await assembleEntries([entry], { rewriteWork: 10_000_000 });
  assert.equal(assembled.data, undefined);
  assert.deepEqual(findings(assembled), [
    `${AT}[0].regexp: Cannot rewrite the keys: all rewrite.regexp together take more than 10000000 steps of matching [LIMIT_EXCEEDED]`,
  ]);
});

test("rewrite() takes the work of all rewrites from one budget", async () => {
  const entry = { fake: { ["x".repeat(1000)]: "1" }, rewrite: [regexp("x+y?", "z")] };
  const findingsOf = async (count: number): Promise<string[]> =>
    findings(
      await assembleEntries(
        Array.from({ length: count }, () => entry),
        { rewriteWork: 10_000 },
      ),
    );
  assert.deepEqual(await findingsOf(1), []);
  assert.match(
    (await findingsOf(9)).join("\n"),
    /^error spec\.dataFrom\[\d\]\.rewrite.*\[LIMIT_EXCEEDED\]$/m,
  );
});

const failing: Transform = (_template, key) =>
  key === "" ? { text: "" } : { problem: { code: "TEMPLATE_EXEC", message: "Cannot run the template" } };

const unreadable: Transform = () => ({
  problem: { code: "TEMPLATE_SYNTAX", message: "Cannot parse the template" },
});

const upper: Transform = (_template, key) => ({ text: key.toUpperCase() });

test("rewrite() runs the template of transform over each key", async () => {
  const rewrite = [{ transform: { template: "{{ .value | upper }}" } }];
  const assembled = await assembleEntries([{ fake: { a: "1", b: "2" }, rewrite }], { transform: upper });
  assert.deepEqual(texts(assembled), { A: "1", B: "2" });
});

test("rewrite() tells where a template fails", async () => {
  const rewrite = [regexp("x", "y"), { transform: { template: "{{ fail }}" } }];
  const assembled = await assembleEntries([{ fake: { a: "1" }, rewrite }], { transform: failing });
  assert.deepEqual(findings(assembled), [
    `${AT}[1].transform.template: Cannot run the template [TEMPLATE_EXEC]`,
  ]);
});

test("rewrite() refuses a template that cannot be parsed even without keys", async () => {
  const assembled = await assembleEntries([{ fake: {}, rewrite: [{ transform: { template: "{{" } }] }], {
    transform: unreadable,
  });
  assert.deepEqual(findings(assembled), [
    `${AT}[0].transform.template: Cannot parse the template [TEMPLATE_SYNTAX]`,
  ]);
});

test("rewrite() sees the names that a fake store's find has converted", async () => {
  const rewrite = [regexp("/", "X")];
  const assembled = await assembleEntries([{ find: { name: {} }, rewrite }], { secrets: { "a/b": "1" } });
  assert.deepEqual(texts(assembled), { a_b: "1" });
});

test("rewrite() sees values before they are decoded", async () => {
  const extract = { key: "x", decodingStrategy: "Base64" } as const;
  const assembled = await assembleEntries([{ extract, rewrite: [merge()] }], {
    secrets: { x: '{"a":"{\\"b\\":\\"aGk=\\"}"}' },
  });
  assert.deepEqual(texts(assembled), { b: "hi" });
});
