import assert from "node:assert/strict";
import { mock, suite, test } from "node:test";

import fc from "fast-check";

import { DocumentSource, Lines } from "../../src/manifest/lines.ts";

suite("Lines.lineAt", () => {
  test("counts the line feeds before an offset, in whatever order it is asked", () => {
    const text = fc.array(fc.constantFrom("\n", "a", "bc"), { maxLength: 30 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, fc.array(fc.nat({ max: 70 })), (input, offsets) => {
        const lines = new Lines(new TextEncoder().encode(input));
        for (const asked of offsets) {
          const offset = Math.min(asked, input.length);
          assert.equal(lines.lineAt(offset), input.slice(0, offset).split("\n").length);
        }
      }),
    );
  });

  for (const [where, text, searches] of [
    ["that has an end", `a\n${"x".repeat(1000)}\n`, 2],
    ["that the input ends in", `a\n${"x".repeat(1000)}`, 2],
  ] as const) {
    test(`searches a line ${where} once for all questions inside of it`, () => {
      const search = mock.method(Uint8Array.prototype, "indexOf");
      const lines = new Lines(new TextEncoder().encode(text));
      for (let offset = 2; offset < 1000; offset++) assert.equal(lines.lineAt(offset), 2);
      search.mock.restore();
      assert.equal(search.mock.callCount(), searches);
    });
  }
});

test("DocumentSource.line is counted once", () => {
  const lines = new Lines(new TextEncoder().encode("a\nb\nc\n"));
  const count = mock.method(lines, "lineAt");
  const source = new DocumentSource("-", 1, lines, 2);
  assert.deepEqual([source.line, source.line], [2, 2]);
  assert.equal(count.mock.callCount(), 1);
});
