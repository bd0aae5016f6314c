import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { bytesOfGoString, toGoString } from "../../../src/go/bytes.ts";
import { jsonMembers } from "../../../src/providers/azure/json-members.ts";
import { jsonWebKey } from "../../../src/providers/azure/json-web-key.ts";

function keys(json: string): readonly (string | undefined)[] {
  const members = jsonMembers(bytesOfGoString(toGoString(json)));
  assert.ok(members !== undefined);
  return [jsonWebKey(members, false), jsonWebKey(members, true)];
}

suite("the JSON of a key, as ESO's two clients marshal it", () => {
  test("every member: the struct's order, and by name", () => {
    const all =
      '{"y":"Y","x":"X","crv":"P-256","key_hsm":"T","k":"K","q":"Q","p":"P","qi":"QI","dq":"DQ","dp":"DP","d":"D","e":"E","n":"N","key_ops":["sign","verify"],"kty":"EC","kid":"I"}';
    assert.deepEqual(keys(all), [
      '{"kid":"I","kty":"EC","key_ops":["sign","verify"],"n":"N","e":"E","d":"D","dp":"DP","dq":"DQ","qi":"QI","p":"P","q":"Q","k":"K","key_hsm":"T","crv":"P-256","x":"X","y":"Y"}',
      '{"crv":"P-256","d":"D","dp":"DP","dq":"DQ","e":"E","k":"K","key_hsm":"T","key_ops":["sign","verify"],"kid":"I","kty":"EC","n":"N","p":"P","q":"Q","qi":"QI","x":"X","y":"Y"}',
    ]);
  });

  test("null and unknown members are left out, empty lists stay", () => {
    const [legacy, modern] = keys('{"kid":"I","kty":"oct-HSM","hsm":true,"n":null,"key_ops":[]}');
    assert.equal(legacy, '{"kid":"I","kty":"oct-HSM","key_ops":[]}');
    assert.equal(modern, '{"key_ops":[],"kid":"I","kty":"oct-HSM"}');
  });

  test("padding stays with the legacy client only", () => {
    assert.deepEqual(keys('{"kid":"I","e":"AQAB=="}'), [
      '{"kid":"I","e":"AQAB=="}',
      '{"e":"AQAB","kid":"I"}',
    ]);
  });

  test("HTML is escaped as encoding/json does", () => {
    const escaped = String.raw`{"kid":"https://v/keys/a\u0026b"}`;
    assert.deepEqual(keys('{"kid":"https://v/keys/a&b"}'), [escaped, escaped]);
  });

  test("members of the wrong type are no key", () => {
    for (const json of ['{"kid":1}', '{"key_ops":"sign"}', '{"key_ops":[1]}', '{"n":{}}']) {
      assert.deepEqual(keys(json), [undefined, undefined]);
    }
  });
});
