import assert from "node:assert/strict";
import { suite, test } from "node:test";

import fc from "fast-check";

import { LIMITS } from "../../src/ground/limits.ts";
import type { JsonPart } from "../../src/manifest/json-stream.ts";
import { splitJson } from "../../src/manifest/json-stream.ts";
import { readDocument } from "../../src/manifest/read-document.ts";
import { readManifests } from "../../src/manifest/read.ts";
import { recogniseStream } from "../../src/manifest/recognise.ts";

const CASES: readonly (readonly [rule: string, text: string, parts: readonly JsonPart[]])[] = [
  ["leaves YAML in one part", "a: {}\nb: {}\n", [{ text: "a: {}\nb: {}\n", lines: 0 }]],
  ["leaves one object in one part", '{"a":{}}\n', [{ text: '{"a":{}}', lines: 0 }]],
  [
    "counts the lines before each part from the start of the document",
    '\n{"a":\n1}\n{"b":2} {"c":3}\n\n{"d":4}\n',
    [
      { text: '\n{"a":\n1}', lines: 0 },
      { text: '\n{"b":2}', lines: 2 },
      { text: ' {"c":3}', lines: 3 },
      { text: '\n\n{"d":4}', lines: 3 },
    ],
  ],
  ["leaves what does not end in one part", '{"a":1}{"b"', [{ text: '{"a":1}{"b"', lines: 0 }]],
];

suite("splitJson", () => {
  for (const [rule, text, parts] of CASES) {
    test(rule, () => {
      assert.deepEqual(splitJson(text), parts);
    });
  }

  test("tells of each part how many line feeds stand before it", () => {
    const piece = fc.constantFrom("{}", '{"a":\n[1]}', "\n{}", " \n\n{ }");
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1 }), (pieces) => {
        let before = "";
        for (const { text, lines } of splitJson(pieces.join(""))) {
          assert.equal(lines, before.split("\n").length - 1);
          before += text;
        }
      }),
    );
  });
});

suite("readManifests", () => {
  const object = '{"apiVersion":"external-secrets.io/v1","kind":"X"} ';

  for (const [where, count, text] of [
    ["one document", 16_000, object.repeat(16_000)],
    ["several", 6000, `${object.repeat(6000)}\n---\n`.repeat(2)],
  ] as const) {
    test(`refuses more than LIMITS.documents JSON objects in ${where}`, () => {
      const { diagnostics } = read(text);
      assert.deepEqual(
        diagnostics.map(({ code, message }) => ({ code, message: message.replace(/^.*: /, "") })),
        [
          {
            code: "LIMIT_EXCEEDED",
            message: `it holds ${count} objects, and all documents together at most ${LIMITS.documents}`,
          },
        ],
      );
    });
  }

  test("reads each JSON object of a document that stays within LIMITS.documents", () => {
    const { inputs, diagnostics } = read(object.repeat(1000));
    assert.deepEqual(diagnostics, []);
    assert.equal(inputs[0]?.manifests.length, 1000);
  });
});

function read(text: string): ReturnType<typeof readManifests> {
  return readManifests(recogniseStream([{ path: "-", bytes: new TextEncoder().encode(text) }]).inputs);
}

test("a number beyond a double is text, as Kubernetes reads it", () => {
  const { value } = readDocument('{"x": [1e400, -1e400, 1e308, 12345678901234567890, 1.0]}');
  assert.deepEqual(
    value,
    Object.assign(Object.create(null), { x: ["1e400", "-1e400", 1e308, 12345678901234567890n, 1] }),
  );
});
