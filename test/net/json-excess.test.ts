import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { LIMITS } from "../../src/ground/limits.ts";
import { jsonExcess } from "../../src/net/json-excess.ts";

const DEEP = "its JSON is nested more than 64 levels deep";
const MANY = "its JSON has more than 20000 keys";

function nested(levels: number): string {
  const opening = Array.from({ length: levels }, (_, index) => (index % 2 === 0 ? '{"[{":' : "["));
  const closing = opening.map((text) => (text === "[" ? "]" : "}")).toReversed();
  return `${opening.join("")}0${closing.join("")}`;
}

function keyed(keys: number): string {
  return `{${Array.from({ length: keys }, () => '":":0').join(",")}}`;
}

const TABLE: readonly (readonly [what: string, body: string, excess: string | undefined])[] = [
  ["no body", "", undefined],
  ["as many levels as are allowed", nested(LIMITS.answerDepth), undefined],
  ["one level more", nested(LIMITS.answerDepth + 1), DEEP],
  ["one level more behind white space", ` \r\n\t${nested(LIMITS.answerDepth + 1)}`, DEEP],
  ["one level more that nothing closes", "[".repeat(LIMITS.answerDepth + 1), DEEP],
  ["many lists side by side", `[${"[[]],".repeat(50_000)}[]]`, undefined],
  ["as many keys as are allowed", keyed(LIMITS.answerKeys), undefined],
  ["one key more", keyed(LIMITS.answerKeys + 1), MANY],
  ["one key more, in objects of one key", `[${'{"a":1},'.repeat(LIMITS.answerKeys)}{"b":1}]`, MANY],
  ["brackets and colons in text", `{"a":"${"[{:".repeat(LIMITS.answerKeys)}"}`, undefined],
  ["brackets behind escaped quotes", String.raw`{"a":"\\\"${"[".repeat(99)}"}`, undefined],
  ["brackets behind text that ends in a backslash", String.raw`{"a":"\\","b":${"[".repeat(99)}`, DEEP],
  ["text without an end", `["${"[".repeat(99)}`, undefined],
  ["a page of HTML with scripts", `<script>${"{a:".repeat(LIMITS.answerKeys)}</script>`, undefined],
];

for (const [what, body, excess] of TABLE) {
  test(`jsonExcess() of ${what}: ${excess ?? "nothing"}`, () => {
    assert.equal(jsonExcess(new TextEncoder().encode(body)), excess);
  });
}

test("jsonExcess() counts the levels of any JSON as a walk through its values does", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), fc.integer({ min: 55, max: 65 }), (value, levels) => {
      const text = `${"[".repeat(levels)}${JSON.stringify(value)}${"]".repeat(levels)}`;
      const excess = levels + depthOf(value) > LIMITS.answerDepth ? DEEP : undefined;
      assert.equal(jsonExcess(new TextEncoder().encode(text)), excess);
    }),
  );
});

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
