import assert from "node:assert/strict";
import { test } from "node:test";

import { DerReader, TAG } from "../../../src/template/crypto/der-read.ts";
import { FuncError } from "../../../src/template/values.ts";

const reader = (...bytes: readonly number[]): DerReader => new DerReader(Uint8Array.from(bytes), "the input");

test("DerReader.offers() asks for the header of an element, whatever its tag is", () => {
  assert.equal(reader().offers(TAG.integer), false);
  assert.equal(reader(4, 0).offers(TAG.integer), false);
  assert.equal(reader(2, 1, 7).offers(TAG.integer), true);
  for (const bytes of [[4], [4, 0x80], [4, 0x81, 1], [4, 0xf6, 1]]) {
    assert.throws(() => reader(...bytes).offers(TAG.integer), FuncError);
  }
});

test("DerReader.entersExplicit() ignores the length of the wrapper, as encoding/asn1 does", () => {
  const input = reader(0xa0, 99, 4, 2, 1, 2, 5, 0);
  assert.equal(input.entersExplicit(0, TAG.octetString), true);
  assert.deepEqual([...input.content(TAG.octetString)], [1, 2]);
  assert.equal(input.follows(TAG.null), true);
});

test("DerReader.entersExplicit() stays where another element is", () => {
  const input = reader(0xa1, 2, 5, 0);
  assert.equal(input.entersExplicit(0, TAG.null), false);
  assert.equal(input.entersExplicit(1, TAG.octetString), false);
  assert.equal(input.entersExplicit(1, TAG.null), true);
  assert.equal(reader().entersExplicit(1, TAG.null), false);
  assert.throws(() => reader(0xa0, 0, 5, 0).entersExplicit(0, TAG.null), FuncError);
  assert.throws(() => reader(0xa1, 0).entersExplicit(0, TAG.null), FuncError);
});
