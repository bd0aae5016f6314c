import assert from "node:assert/strict";
import { suite, test } from "node:test";

import type { RemoteRef } from "../../../src/eso/external-secret.ts";
import type { Answer } from "../../../src/eso/read-request.ts";
import { bytesOfGoString, fromGoString, goStringOfBytes, toGoString } from "../../../src/go/bytes.ts";
import { Sensitive } from "../../../src/ground/sensitive.ts";
import type { AzureType } from "../../../src/providers/azure/address.ts";
import type { AzureObject } from "../../../src/providers/azure/object.ts";
import { AzureSecret } from "../../../src/providers/azure/select.ts";

/** What is selected: bytes as text, or the code of the problem; `missing` for ESO's NoSecretErr. */
type Selected = string | { readonly code: string; readonly kind: "failed" | "missing" };

const missingProperty: Selected = { code: "PROPERTY_NOT_FOUND", kind: "failed" };

function object(
  value: string,
  tags: Readonly<Record<string, string | null>> = {},
  times: readonly (readonly ["expires" | "created" | "updated" | "notBefore", number])[] = [],
  type: AzureType = "secret",
): AzureObject {
  return {
    type,
    value: new Sensitive(bytesOfGoString(toGoString(value))),
    tags: new Map(
      Object.entries(tags).map(([name, tag]) => [toGoString(name), tag === null ? null : toGoString(tag)]),
    ),
    times: new Map(times),
  };
}

function selected(answer: Answer<Sensitive>): Selected {
  if (answer.kind !== "value") return { code: answer.problem.code, kind: answer.kind };
  return text(answer.value);
}

function text(value: Sensitive): string {
  return fromGoString(goStringOfBytes(value.reveal()));
}

suite("AzureSecret.getSecret, property precedence of ESO's getProperty", () => {
  const json = String.raw`{"Name":"External","LastName":"Secret","Address":{"Street":"Myroad st.","CP":"J4K4T4"},"a.b":"dotted","a":{"b":"nested"},"dots.only":"x","list":[1,2.50,"three"],"html":"<&>","n":null,"f":1e3,"big":12345678901234567890}`;
  const cases: readonly (readonly [string, string, Selected])[] = [
    ["nothing: the value", "", json],
    ["a member", "Name", "External"],
    ["a member of a member", "Address.Street", "Myroad st."],
    ["the path goes before a name with the dot in it", "a.b", "nested"],
    ["a name with the dot in it, where the path leads nowhere", "dots.only", "x"],
    ["an escaped dot", String.raw`a\.b`, "dotted"],
    ["an item", "list.1", "2.5"],
    ["a length", "list.#", "3"],
    ["null", "n", ""],
    ["a number with an exponent", "f", "1000"],
    ["a big integer", "big", "12345678901234567890"],
    ["an object as it is written", "Address", '{"Street":"Myroad st.","CP":"J4K4T4"}'],
    ["text without its escapes", "html", "<&>"],
    ["a name in another letter case", "name", missingProperty],
    ["a path that leads nowhere", "Address.None", missingProperty],
    ["a name that is not there", "None", missingProperty],
  ];
  for (const [what, property, expected] of cases) {
    test(what, () => {
      for (const useAzureSdk of [false, true]) {
        const secret = new AzureSecret(object(json), useAzureSdk);
        assert.deepEqual(selected(secret.getSecret({ key: "db", property })), expected);
      }
    });
  }

  test("plain text has no properties, and empty text is a value", () => {
    const plain = new AzureSecret(object("changedvalue"), false);
    assert.deepEqual(selected(plain.getSecret({ key: "db", property: "Name" })), missingProperty);
    assert.equal(selected(new AzureSecret(object(""), false).getSecret({ key: "db" })), "");
  });
});

suite("AzureSecret.getSecret, metadataPolicy Fetch (ESO's getSecretTag)", () => {
  const tags = {
    tagname: "tagvalue",
    json: '{"key":"value","deep":{"x":1}}',
    empty: "",
    nothing: null,
    "a.b": "dotted",
    a: '{"b":"nested"}',
  };
  const times = [
    ["created", 0],
    ["expires", 1_700_000_000],
    ["updated", 1_700_000_001.9],
  ] as const;
  const secret = object("value", tags, times);
  const cases: readonly (readonly [string, string, Selected, Selected?])[] = [
    ["a tag", "tagname", "tagvalue"],
    ["an empty tag", "empty", ""],
    ["a tag without a value", "nothing", ""],
    ["a tag of the very name goes before a path", "a.b", "dotted"],
    ["a path into a tag", "json.key", "value"],
    ["a deeper path into a tag", "json.deep.x", "1"],
    ["nothing behind the dot: the tag", "json.", '{"key":"value","deep":{"x":1}}'],
    ["a path into a tag without a value", "nothing.x", ""],
    ["a time", "attribute.expires", "2023-11-14T22:13:20Z", missingProperty],
    ["the second 0", "attribute.created", "1970-01-01T00:00:00Z", missingProperty],
    ["a time in whole seconds", "attribute.updated", "2023-11-14T22:13:21Z", missingProperty],
    ["a time that is not set", "attribute.notBefore", missingProperty],
    ["a tag that is not there", "none", missingProperty],
    ["a path into a tag that is not there", "none.key", missingProperty],
    ["a path that leads nowhere in a tag", "json.none", missingProperty],
    ["a dot at the beginning", ".json", missingProperty],
  ];
  for (const [what, property, legacy, modern = legacy] of cases) {
    test(what, () => {
      const remoteRef: RemoteRef = { key: "db", property, metadataPolicy: "Fetch" };
      assert.deepEqual(selected(new AzureSecret(secret, false).getSecret(remoteRef)), legacy);
      assert.deepEqual(selected(new AzureSecret(secret, true).getSecret(remoteRef)), modern);
    });
  }

  test("without a property: sorted JSON, HTML escaped, tags without a value left out", () => {
    const odd = object("value", { b: "<&>", a: "1", ü: "é", gone: null }, [["expires", 1_700_000_000]]);
    const remoteRef: RemoteRef = { key: "db", metadataPolicy: "Fetch" };
    const common = String.raw`"b":"\u003c\u0026\u003e","ü":"é"}`;
    assert.equal(
      selected(new AzureSecret(odd, false).getSecret(remoteRef)),
      `{"a":"1","attribute.expires":"2023-11-14T22:13:20Z",${common}`,
    );
    assert.equal(selected(new AzureSecret(odd, true).getSecret(remoteRef)), `{"a":"1",${common}`);
    assert.equal(selected(new AzureSecret(object("value"), true).getSecret(remoteRef)), "{}");
  });

  test("keys and certificates have metadata too", () => {
    for (const type of ["key", "cert"] as const) {
      const tagged = new AzureSecret(object("{}", { t: "v" }, [], type), false);
      assert.equal(
        selected(tagged.getSecret({ key: `${type}/x`, property: "t", metadataPolicy: "Fetch" })),
        "v",
      );
    }
  });
});

suite("AzureSecret.getSecretMap", () => {
  type Expected = Readonly<Record<string, string>> | Exclude<Selected, string>;
  const cases: readonly (readonly [string, AzureObject, RemoteRef, Expected, Expected?])[] = [
    [
      "members of JSON",
      object('{"Name":"External","n":1.50,"o":{"a": 1},"z":null}'),
      { key: "db" },
      { Name: "External", n: "1.50", o: '{"a": 1}', z: "" },
    ],
    [
      "members of a property",
      object('{"Address":{"CP":"J4K4T4"}}'),
      { key: "db", property: "Address" },
      { CP: "J4K4T4" },
    ],
    ["null", object("null"), { key: "db" }, {}],
    ["plain text", object("changedvalue"), { key: "db" }, { code: "VALUE_NOT_JSON", kind: "failed" }],
    ["a list", object("[1]"), { key: "db" }, { code: "VALUE_NOT_JSON", kind: "failed" }],
    [
      "a property that is not there",
      object("{}"),
      { key: "db", property: "x" },
      { code: "PROPERTY_NOT_FOUND", kind: "failed" },
    ],
    [
      "a key",
      object("{}", {}, [], "key"),
      { key: "key/db" },
      { code: "REMOTE_REF_UNSUPPORTED", kind: "failed" },
    ],
    [
      "a certificate",
      object("{}", {}, [], "cert"),
      { key: "cert/db" },
      { code: "REMOTE_REF_UNSUPPORTED", kind: "failed" },
    ],
    [
      "metadata",
      object(
        "v",
        { plain: "x", json: '{"a":"1","b":null}', number: '{"a":1}', list: "[]", none: "null", gone: null },
        [["created", 0]],
      ),
      { key: "db", metadataPolicy: "Fetch" },
      {
        db_plain: "x",
        db_json_a: "1",
        db_json_b: "",
        db_number: '{"a":1}',
        db_list: "[]",
        "db_attribute.created": "1970-01-01T00:00:00Z",
      },
      { db_plain: "x", db_json_a: "1", db_json_b: "", db_number: '{"a":1}', db_list: "[]" },
    ],
    [
      "metadata by the name without the type",
      object("v", { t: "x" }),
      { key: "secret/db", metadataPolicy: "Fetch" },
      { db_t: "x" },
    ],
    [
      "one tag",
      object("v", { t: "x" }),
      { key: "db", property: "t", metadataPolicy: "Fetch" },
      { db_t: "x" },
    ],
    [
      "one tag, the type in the key",
      object("v", { t: "x" }),
      { key: "secret/db", property: "t", metadataPolicy: "Fetch" },
      { "secret/db_t": "" },
    ],
    [
      "one flattened tag: its own name is gone",
      object("v", { t: '{"a":"1"}' }),
      { key: "db", property: "t", metadataPolicy: "Fetch" },
      { db_t: "" },
    ],
    [
      "a path into a tag that is not flat",
      object("v", { t: '{"a":1}' }),
      { key: "db", property: "t.a", metadataPolicy: "Fetch" },
      { "db_t.a": "1" },
    ],
    [
      "a tag that is not there",
      object("v", {}),
      { key: "db", property: "t", metadataPolicy: "Fetch" },
      missingProperty,
    ],
    [
      "two tags of one key",
      object("v", { t: '{"a":"1"}', t_a: "2" }),
      { key: "db", metadataPolicy: "Fetch" },
      { code: "KEY_CONFLICT", kind: "failed" },
    ],
    [
      "two tags of one key and value",
      object("v", { t: '{"a":"2"}', t_a: "2" }),
      { key: "db", metadataPolicy: "Fetch" },
      { db_t_a: "2" },
    ],
  ];
  for (const [what, raw, remoteRef, legacy, modern = legacy] of cases) {
    test(what, () => {
      for (const [useAzureSdk, expected] of [
        [false, legacy],
        [true, modern],
      ] as const) {
        const answer = new AzureSecret(raw, useAzureSdk).getSecretMap(remoteRef);
        const got =
          answer.kind === "value"
            ? Object.fromEntries([...answer.value].map(([key, value]) => [key, text(value)]))
            : { code: answer.problem.code, kind: answer.kind };
        assert.deepEqual(got, expected);
      }
    });
  }
});
