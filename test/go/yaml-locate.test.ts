import assert from "node:assert/strict";
import { mock, suite, test } from "node:test";

import { toGoString } from "../../src/go/bytes.ts";
import { fieldLines } from "../../src/go/yaml-locate.ts";
import type { YamlMapping, YamlNode, YamlPair } from "../../src/go/yaml-node.ts";
import { parseYaml } from "../../src/go/yaml-parse.ts";
import { readDocument } from "../../src/manifest/read-document.ts";

type Path = readonly (string | number)[];

const MERGED = [
  "x: &x", // 1
  "  a: {p: 1}", // 2
  "  b: 1", // 3
  "z: &z", // 4
  "  <<: *x", // 5
  "  b: 2", // 6
  "  c: 2", // 7
  "one: {k: 0, <<: *z}", // 8
  "own:", // 9
  "  <<: [*x, *z]", // 10
  "  c: 3", // 11
  "late:", // 12
  "  b: 4", // 13
  "  <<: *x", // 14
  "alias: *z", // 15
  "",
].join("\n");

const CASES: readonly (readonly [rule: string, text: string, path: Path, line: number])[] = [
  ["tells the line of the name, not of the value", "a:\n  b:\n    1\n", ["a", "b"], 2],
  ["tells the first token of an item", "a:\n-\n  b: 1\n- c: 1\n", ["a", 1], 4],
  ["goes into items", "a:\n- b: 1\n  c: 2\n", ["a", 0, "c"], 3],
  ["tells the nearest field above one that is not there", "a:\n  b: 1\n", ["a", "x", "y"], 1],
  ["tells the document's first line where nothing on the path is there", "\n\na: 1\n", ["x"], 3],
  ["tells the last of equal names", "a: 1\nb: 1\na: 2\n", ["a"], 3],
  ["finds a name that is a number", "a:\n  1: x\n  2: y\n", ["a", "2"], 3],
  ["finds names that objects have themselves", "a: 1\nconstructor: 1\n__proto__: 1\n", ["__proto__"], 3],
  ["takes no name of Object's for a field", "x: 1\na: 1\n", ["constructor"], 1],
  ["follows <<", MERGED, ["z", "a", "p"], 2],
  ["follows << in a mapping that is merged", MERGED, ["one", "a"], 2],
  ["tells what overrides a name of <<", MERGED, ["one", "b"], 6],
  ["takes the first mapping of a list of <<", MERGED, ["own", "b"], 3],
  ["takes the others of a list of << as well", MERGED, ["own", "c"], 11],
  ["lets << overwrite what stands above it", MERGED, ["late", "b"], 3],
  ["follows an alias", MERGED, ["alias", "c"], 7],
];

suite("fieldLines", () => {
  for (const [rule, text, path, line] of CASES) {
    test(rule, () => {
      const root = parseYaml(toGoString(text));
      assert.ok(root !== undefined);
      const lineOf = fieldLines(root);
      assert.deepEqual([lineOf(path), lineOf(path)], [line, line]);
    });
  }

  test("goes through a mapping once for all paths", () => {
    const pairs = Array.from({ length: 1000 }, (_, line) => pair(`k${line}`, line));
    const { mapping, reads } = watched(pairs);
    const lineOf = fieldLines(mapping);
    for (let line = 0; line < 1000; line++) assert.equal(lineOf([`k${line}`]), line + 1);
    assert.equal(reads(), 1);
  });

  test("goes through a mapping once that many others merge", () => {
    const { mapping: target, reads } = watched([pair("a", 7)]);
    const merging = Array.from({ length: 100 }, (_, line): YamlPair => {
      const value: YamlNode = { kind: "alias", line, anchor: toGoString("x"), target };
      const merge: YamlPair = { key: scalar("<<", line), value };
      return { key: scalar(`k${line}`, line), value: { kind: "mapping", line, pairs: [merge] } };
    });
    const lineOf = fieldLines({ kind: "mapping", line: 0, pairs: merging });
    for (let line = 0; line < 100; line++) assert.equal(lineOf([`k${line}`, "a"]), 8);
    assert.equal(reads(), 1);
  });
});

test("readDocument() locates all of the fields of a large JSON document", () => {
  const names = Array.from({ length: 20_000 }, (_, index) => `k${index}`);
  const { lineOf } = readDocument(`{\n${names.map((name) => `"${name}": 1`).join(",\n")}\n}\n`);
  assert.deepEqual(
    names.map((name) => lineOf([name])),
    names.map((_, index) => index + 2),
  );
});

/** A mapping, and how often its pairs were read. */
function watched(pairs: readonly YamlPair[]): { mapping: YamlMapping; reads: () => number } {
  const read = mock.fn(() => pairs);
  const mapping: YamlMapping = {
    kind: "mapping",
    line: 0,
    get pairs() {
      return read();
    },
  };
  return { mapping, reads: () => read.mock.callCount() };
}

function pair(name: string, line: number): YamlPair {
  return { key: scalar(name, line), value: scalar("v", line) };
}

function scalar(value: string, line: number): YamlNode {
  return { kind: "scalar", line, tag: toGoString(""), value: toGoString(value), implicit: true };
}
