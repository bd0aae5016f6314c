import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { inspect } from "node:util";

import { literalMembersOf } from "../../../src/providers/decode-json.ts";
import { parseEnvelope } from "../../../src/providers/vault/envelope.ts";
import { VaultSecret } from "../../../src/providers/vault/select.ts";

const DATA = String.raw`{"n": 1.50, "big": 12345678901234567890, "e": 1e3, "null": null, "html": "<&>",
  "a.b": "literal", "a": {"b": "nested", "c": [1.0, "x"]}, "dup": 1, "dup": 2}`;

function secret(hasPaths = true): VaultSecret {
  const envelope = parseEnvelope(`{"request_id": "r", "data": ${DATA}}`);
  assert.ok(envelope?.data !== undefined);
  return new VaultSecret(literalMembersOf(envelope.data), { hasPaths });
}

function valueOf(property: string, hasPaths = true): string {
  const answer = secret(hasPaths).getSecret({ key: "k", property });
  return answer.kind === "value" ? Buffer.from(answer.value.reveal()).toString() : answer.problem.code;
}

suite("VaultSecret.getSecret selects as ESO's getSecretValue", () => {
  const rows: readonly (readonly [property: string, value: string])[] = [
    ["n", "1.50"],
    ["big", "12345678901234567890"],
    ["e", "1e3"],
    ["null", ""],
    ["html", "<&>"],
    ["a.b", "literal"],
    ["a", String.raw`{"b":"nested","c":[1.0,"x"]}`],
    ["a.c.0", "1"],
    ["a.c.#", "2"],
    ["dup", "2"],
    ["nope", "PROPERTY_NOT_FOUND"],
    [
      "",
      String.raw`{"a":{"b":"nested","c":[1.0,"x"]},"a.b":"literal","big":12345678901234567890,"dup":2,"e":1e3,"html":"\u003c\u0026\u003e","n":1.50,"null":null}`,
    ],
  ];
  for (const [property, value] of rows) {
    test(`${property === "" ? "no property" : property}: ${value.slice(0, 40)}`, () => {
      assert.equal(valueOf(property), value);
    });
  }

  test("without paths a property is a key and nothing else", () => {
    assert.equal(valueOf("a.b", false), "literal");
    assert.equal(valueOf("a.c.0", false), "PROPERTY_NOT_FOUND");
  });
});

suite("VaultSecret.getSecretMap", () => {
  test("takes numbers through float64, as decoding into any does", () => {
    const answer = secret().getSecretMap({ key: "k" });
    assert.ok(answer.kind === "value");
    const texts = [...answer.value].map(([key, value]) => [key, Buffer.from(value.reveal()).toString()]);
    assert.deepEqual(Object.fromEntries(texts), {
      a: '{"b":"nested","c":[1,"x"]}',
      "a.b": "literal",
      big: "12345678901234567000",
      dup: "2",
      e: "1000",
      html: "<&>",
      n: "1.5",
      null: "",
    });
  });

  test("wants an object", () => {
    assert.equal(secret().getSecretMap({ key: "k", property: "html" }).kind, "failed");
    assert.equal(secret().getSecretMap({ key: "k", property: "null" }).kind, "failed");
  });
});

test("VaultSecret prints nothing of what it holds", () => {
  const holder = secret();
  holder.getSecret({ key: "k" });
  assert.doesNotMatch(inspect(holder, { depth: null, showHidden: true }), /literal|nested/);
});

suite("parseEnvelope takes what Vault says and nothing else", () => {
  const rows: readonly (readonly [body: string, isVault: boolean])[] = [
    ['{"errors":[]}', true],
    ['{"request_id":"r","data":{"data":{}}} trailing', true],
    ['{"request_id":"r","data":null}', true],
    ["", false],
    ["<html>", false],
    ["[]", false],
    ["null", false],
    ['{"status":"login"}', false],
    ['{"data":"text"}', false],
    ['{"data":{', false],
  ];
  for (const [body, isVault] of rows) {
    test(JSON.stringify(body), () => {
      assert.equal(parseEnvelope(body) !== undefined, isVault);
    });
  }
});

test("VaultSecret.getSecretMap takes apart JSON text of as many levels as Go reads", () => {
  const list = `${"[".repeat(9_999)}${"]".repeat(9_999)}`;
  const text = new VaultSecret(new Map([["json", `{"deep":${list}}`]]), { hasPaths: true });
  const answer = text.getSecretMap({ key: "k", property: "json" });
  assert.ok(answer.kind === "value");
  const [[key, value] = []] = [...answer.value];
  assert.deepEqual([key, Buffer.from(value?.reveal() ?? []).toString()], ["deep", list]);
});
