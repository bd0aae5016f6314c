import assert from "node:assert/strict";
import { suite, test } from "node:test";

import fc from "fast-check";

import { toGoString } from "../../src/go/bytes.ts";
import { JsonPlaces } from "../../src/go/json-locate.ts";
import { parseJson } from "../../src/go/json-parse.ts";
import { fieldLines } from "../../src/go/yaml-locate.ts";
import { parseYaml } from "../../src/go/yaml-parse.ts";
import type { RepeatedKey } from "../../src/go/yaml-repeated.ts";
import { repeatedKeys } from "../../src/go/yaml-repeated.ts";

function placesOf(text: string): JsonPlaces {
  const bytes = toGoString(text);
  return new JsonPlaces(parseJson(bytes), bytes);
}

type Path = readonly (string | number)[];

const LINES: readonly (readonly [rule: string, text: string, path: Path, line: number])[] = [
  ["tells the line of a member", '{\n"a": {\n"b": 1}}', ["a", "b"], 3],
  ["tells the line of an item", '{"a": [\n1,\n2]}', ["a", 1], 3],
  ["tells the nearest field above one that is not there", '{\n"a": {\n"b": 1}}', ["a", "x", "y"], 2],
  ["takes no position for a name, nor a name for a position", '{\n"a": [\n1]}', ["a", "0"], 2],
  ["tells the first line of the value where nothing is there", '\n\n{"a": 1}', ["x"], 3],
  ["tells the last of equal names", '{"a": 1,\n"b": 1,\n"a": 2}', ["a"], 3],
  ["takes no name of Object's for a field", '{"x": 1,\n"a": 1}', ["constructor"], 1],
  ["finds names by their characters", '{"\\ud83d\\ude00": 1,\n"é": 1}', ["é"], 2],
];

const REPEATED: readonly (readonly [rule: string, text: string, repeated: readonly RepeatedKey[]])[] = [
  ["finds none where each stands once", '{"a": {"b": 1}, "c": {"b": 1}}', []],
  ["tells how far above the other one stands", '{"a": 1,\n"b": 2,\n"a": 3}', [{ path: ["a"], distance: 2 }]],
  [
    "finds those in lists and in one another",
    '{"a": [{"x": 1, "x": 2}, {"b": 0,\n"b": {"c": 1, "c": 2}}]}',
    [
      { path: ["a", 0, "x"], distance: 0 },
      { path: ["a", 1, "b"], distance: 1 },
      { path: ["a", 1, "b", "c"], distance: 0 },
    ],
  ],
  ["tells one once, however often it stands", '{"a": 1,\n\n"a": 2,\n"a": 3}', [{ path: ["a"], distance: 1 }]],
  [
    "reads names and texts that are no YAML",
    '{"x": "\\ud83d\\ude00", "a": 1, "\\u0061": 2}',
    [{ path: ["a"], distance: 0 }],
  ],
];

suite("JsonPlaces", () => {
  for (const [rule, text, path, line] of LINES) {
    test(`lineOf() ${rule}`, () => {
      assert.equal(placesOf(text).lineOf(path), line);
    });
  }

  for (const [rule, text, repeated] of REPEATED) {
    test(`repeated() ${rule}`, () => {
      assert.deepEqual(placesOf(text).repeated(), repeated);
    });
  }

  test("tells of JSON what is told of it as YAML", () => {
    const name = fc.constantFrom("a", "b", "c");
    const { value } = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom("1", '"t"', "null"),
        fc.array(tie("value"), { maxLength: 3 }).map((items) => `[${items.join(",\n")}]`),
        fc
          .array(fc.tuple(name, tie("value"), fc.constantFrom("", "\n")), { maxLength: 4 })
          .map(
            (members) => `{${members.map(([key, item, space]) => `${space}"${key}": ${item}`).join(",")}}`,
          ),
      ),
    }));
    fc.assert(
      fc.property(value, fc.array(fc.oneof(name, fc.nat(2)), { maxLength: 4 }), (text, path) => {
        const root = parseYaml(toGoString(`${text}\n`));
        assert.ok(root !== undefined);
        const places = placesOf(`${text}\n`);
        assert.deepEqual(places.repeated(), repeatedKeys(root));
        assert.equal(places.lineOf(path), fieldLines(root)(path));
      }),
    );
  });
});
