import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";
import { parseDocument } from "yaml";

import { printObject } from "../../src/ground/print-object.ts";
import { readDocument } from "../../src/manifest/read-document.ts";
import type { Recognised } from "../../src/manifest/recognise.ts";
import { recogniseStream } from "../../src/manifest/recognise.ts";
import { scanDocuments } from "../../src/manifest/scan.ts";
import { cli } from "../cli.ts";
import { makeStream } from "../bench/streams.ts";

const LINES = fc.constantFrom(
  "---\n",
  "--- # c\n",
  "a: b\n",
  "kind: Secret\n",
  "apiVersion: v1\n",
  "  x\n",
  "\n",
  "...\n",
  "---x",
  "\r\n",
  "'k': v\n",
);

test("scanDocuments() cuts a stream into documents that join to the same bytes", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(LINES, fc.string()), { maxLength: 20 }), (lines) => {
      const bytes = new TextEncoder().encode(lines.join(""));
      const joined = scanDocuments(bytes, { start: 0, end: bytes.length }).map(({ start, end }) =>
        bytes.subarray(start, end),
      );
      assert.deepEqual(Buffer.concat(joined), Buffer.from(bytes));
    }),
  );
});

test("scanDocuments() takes bytes that are not UTF-8", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const joined = scanDocuments(bytes, { start: 0, end: bytes.length }).map(({ start, end }) =>
        bytes.subarray(start, end),
      );
      assert.deepEqual(Buffer.concat(joined), Buffer.from(bytes));
    }),
  );
});

const PIECES = fc.constantFrom(
  "---\n",
  "---\n# Source: chart/templates/a.yaml\n",
  "--- # c\n",
  "--- x\n",
  "apiVersion: v1\nkind: ConfigMap\n",
  "apiVersion: v1\nkind: Secret\n",
  "kind: Deployment\napiVersion: apps/v1\nmetadata: {name: a}\n",
  "apiVersion: external-secrets.io/v1\nkind: SecretStore\n",
  "apiVersion: v1\nkind: List\n",
  "data:\n  a: |\n    kind: x\n",
  "# external-secrets.io\n",
  "# c\n",
  "  x: 1\n",
  "\n",
  "a: b\r",
  "a: \u0085b\n",
  "{}\n",
  "kind: Secret\r\n",
  "\uFEFF",
  "  more than is looked at at once: 64 KiB\n".repeat(2000),
);

test("recogniseStream() keeps stretches in one piece that it would pass document by document", () => {
  fc.assert(
    fc.property(fc.array(PIECES, { maxLength: 25 }), (pieces) => {
      const bytes = new TextEncoder().encode(pieces.join(""));
      const { inputs, diagnostics } = recogniseStream([{ path: "-", bytes }]);
      const found = inputs
        .flatMap(({ documents }) => documents)
        .flatMap((document): readonly Recognised[] =>
          document.kind === "opaque" ? (document.documents?.() ?? [document]) : [document],
        )
        .map(({ kind, text, source }) => [kind, Buffer.from(text).toString(), source.index, source.line]);
      const scanned = bytes.length === 0 ? [] : scanDocuments(bytes, { start: 0, end: bytes.length });
      const wanted = scanned.map(({ start, content, end, type, empty }, index) => [
        empty || (type !== undefined && type.kind !== "List" && type.apiVersion !== "external-secrets.io/v1")
          ? "opaque"
          : "unread",
        Buffer.from(bytes.subarray(start, end)).toString(),
        index,
        Buffer.from(bytes.subarray(0, content)).toString().split("\n").length,
      ]);
      assert.deepEqual(found, wanted);
      assert.equal(diagnostics.length, scanned.filter(({ badSeparator }) => badSeparator).length);
    }),
    { numRuns: 500 },
  );
});

const LARGE: Readonly<Record<string, (lines: string) => string>> = {
  "a map": (lines) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n${lines}`,
  "a map whose kind comes last": (lines) =>
    `data:\n${lines}metadata: {name: a}\nkind: ConfigMap\napiVersion: v1\n`,
  JSON: (lines) =>
    `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {\n${lines.replaceAll(": x", ': "x",')}"z": "z"}}\n`,
};

for (const [what, document] of Object.entries(LARGE)) {
  test(`render passes a document of any size: ${what}`, async () => {
    const other = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n";
    for (const count of [6_540, 6_553, 6_554, 7_000, 20_000]) {
      const lines = Array.from({ length: count }, (_, index) => `  k${String(index).padStart(4, "0")}: x\n`);
      const large = document(lines.join(""));
      for (const input of [large, `${large}${other}`, `${other}---\n${large}`]) {
        const { stdout, stderr } = await cli(["render", "-"], { stdin: input });
        assert.equal(stderr, "");
        assert.ok(stdout === input, `${count} lines`);
      }
    }
  });
}

const SURE: readonly (readonly [document: string, passes: boolean])[] = [
  ["apiVersion: v1\nkind: ConfigMap\n", true],
  ["apiVersion: v1 # c\nkind: 'ConfigMap'\n", true],
  ["apiVersion: external-secrets.io/v1\nkind: SecretStore\n", false],
  ["apiVersion: v1\nkind: List\n", false],
  ["apiVersion: v1\nkind: ConfigMap\nkind: Secret\n", false],
  ['"kind": ExternalSecret\napiVersion: v1\nkind: ConfigMap\n', false],
  ["apiVersion: &a v1\nkind: ConfigMap\n", false],
  ["<<: *x\napiVersion: v1\nkind: ConfigMap\n", false],
  ['{"apiVersion": "v1", "kind": "ConfigMap"}\n', false],
  [" apiVersion: v1\n kind: ConfigMap\n", false],
];

for (const [document, passes] of SURE) {
  test(`recogniseStream() ${passes ? "passes" : "reads"} ${JSON.stringify(document)}`, () => {
    const { inputs } = recogniseStream([{ path: "-", bytes: new TextEncoder().encode(document) }]);
    assert.equal(inputs[0]?.documents[0]?.kind, passes ? "opaque" : "unread");
  });
}

const VALUE = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.string({ unit: "grapheme" }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string({ minLength: 1 }), tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

test("printObject() is read back the same by this reader and by YAML 1.1 and 1.2", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ minLength: 1 }), VALUE.value, { maxKeys: 5, noNullPrototype: true }),
      (object) => {
        const wanted = JSON.stringify(sorted(object));
        const text = printObject(object as never);
        assert.equal(JSON.stringify(sorted(readDocument(text).value)), wanted);
        for (const version of ["1.1", "1.2"] as const) {
          assert.equal(JSON.stringify(sorted(parseDocument(text, { version }).toJS())), wanted);
        }
      },
    ),
  );
});

test("printObject() quotes keys that a reader takes for numbers or booleans", () => {
  for (const key of ["e-0", "E+1", "e1_0", "y", "No", "0x1", ".5", "-"]) {
    assert.equal(printObject({ [key]: true }), `${JSON.stringify(key)}: true\n`);
  }
});

test("render leaves every untouched document of a 10 MB stream as it is", async () => {
  const stream = makeStream(10 * 1024 * 1024, 364);
  const { exit, stdout } = await cli(["render", "-"], { stdin: stream });
  assert.equal(exit, 0);
  const untouched = stream.split(/^---\n/m).filter((document) => !document.includes("external-secrets.io"));
  const rendered = stdout
    .split(/^---\n/m)
    .filter((document) => document !== "" && !document.includes("kind: Secret\n"));
  assert.equal(rendered.length, untouched.length);
  assert.ok(rendered.every((document, index) => document === untouched[index]));
  assert.equal(stdout.match(/^kind: Secret$/gm)?.length, 364);
});

test("render of its own output changes nothing", async () => {
  const first = await cli(["render", "fixtures/demo/guestbook"]);
  const second = await cli(["render", "-"], { stdin: first.bytes });
  assert.equal(second.stdout, first.stdout);
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? 0 : value;
  return Object.entries(value)
    .map(([key, member]) => [key, sorted(member)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

for (const text of [
  "---\nkind: A\napiVersion: v1\n",
  "kind: A\napiVersion: v1\n---\nkind: B\napiVersion: v1",
]) {
  test(`a byte order mark before ${JSON.stringify(text)} stays where it is`, async () => {
    const stdin = `\ufeff${text}`;
    const { exit, bytes } = await cli(["render", "-"], { stdin });
    assert.equal(exit, 0);
    assert.deepEqual(bytes, Buffer.from(stdin));
  });
}

const TWO_OBJECTS = [
  "apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {name: a}\nspec: {provider: {fake: {data: []}}}",
  "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n",
];

for (const separator of ["\r---\r", "\r...\r", "\u2028...\u2028", "\u0085---\u0085", "\n...\n"]) {
  test(`an object behind ${JSON.stringify(separator)} is not lost without a word`, async () => {
    const { exit, stdout, stderr } = await cli(["render", "-"], { stdin: TWO_OBJECTS.join(separator) });
    assert.deepEqual([exit, stdout], [65, ""]);
    assert.match(stderr, /something stands behind its end/);
  });
}

const FLOW = "{apiVersion: external-secrets.io/v1, kind: PushSecret, metadata: {name: a}}";

for (const before of ["", " ", "&anchor ", "!!map ", "# first\n\n"]) {
  test(`text behind the closing brace of ${JSON.stringify(before)}{…} is not lost without a word`, async () => {
    const { exit, stderr } = await cli(["render", "-"], { stdin: `${before}${FLOW}\nfoo: bar\n` });
    assert.equal(exit, 65);
    assert.match(stderr, /something stands behind its end/);
  });
}

test("blank lines are read in linear time", async () => {
  const stdin = TWO_OBJECTS.join(`${"\n".repeat(2_000_000)}---\n`);
  const { exit, stdout } = await cli(["render", "-"], { stdin });
  assert.deepEqual([exit, stdout], [0, `---\n${TWO_OBJECTS[1]}`]);
});
