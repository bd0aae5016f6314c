import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { printSecret } from "../../src/emit/print-secret.ts";
import type { SecretObject } from "../../src/emit/secret-object.ts";
import { Sensitive } from "../../src/ground/sensitive.ts";
import { readDocument } from "../../src/manifest/read-document.ts";

/** What readers of YAML take for something else than text, or do not let pass as it is. */
const TRAPS = [
  "",
  "no",
  "1e3",
  "0x1",
  "~",
  "- a",
  "a: b",
  "#",
  "\u061c",
  "\ufffe",
  "\uffff",
  "\u2028",
  "a\nb\t",
];
const texts = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...TRAPS));
const maps = fc
  .uniqueArray(fc.tuple(texts, texts), { selector: ([key]) => key })
  .map((pairs) => new Map(pairs));
const values = fc.oneof(texts, fc.boolean(), fc.maxSafeInteger(), fc.constantFrom(9007199254740993n, null));

test("printSecret() writes what Kubernetes' reader reads back, whatever the texts", () => {
  fc.assert(
    fc.property(maps, maps, fc.array(texts), fc.array(values), (labels, annotations, finalizers, list) => {
      const secret: SecretObject = {
        name: "app",
        namespace: undefined,
        labels,
        annotations,
        finalizers,
        type: "Opaque",
        immutable: false,
        data: new Map([["key", new Sensitive(Uint8Array.of(1, 2))]]),
        rest: { metadata: { ownerReferences: [{ list }] } },
        rendered: new Set(),
        renderedKeys: new Map(),
      };
      assert.deepEqual(plain(readDocument(printSecret(secret, false)).value), {
        apiVersion: "v1",
        kind: "Secret",
        metadata: {
          name: "app",
          ...(labels.size === 0 ? {} : { labels: Object.fromEntries(labels) }),
          ...(annotations.size === 0 ? {} : { annotations: Object.fromEntries(annotations) }),
          ...(finalizers.length === 0 ? {} : { finalizers }),
          ownerReferences: [{ list }],
        },
        type: "Opaque",
        data: { key: "AQI=" },
      });
    }),
  );
});

/** With ordinary prototypes. */
function plain(read: unknown): unknown {
  if (Array.isArray(read)) return read.map(plain);
  if (typeof read !== "object" || read === null) return read;
  return Object.fromEntries(Object.entries(read).map(([key, member]) => [key, plain(member)]));
}
