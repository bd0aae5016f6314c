import assert from "node:assert/strict";
import { test } from "node:test";

import { admit } from "../../src/eso/admit.ts";
import type { RecordedObject } from "./recorded.ts";
import { LOCATED, recordedObjects } from "./recorded.ts";

/** Recorded cases that end otherwise here, each with the reason. */
const OTHERWISE: ReadonlyMap<string, string> = new Map([
  ["admission: PushSecret in the stream is ignored", "kinds that cannot be rendered are never passed on"],
]);

const objects = recordedObjects();
const files = Map.groupBy(objects, ({ file }) => file);

test("the recorded cases are there", () => {
  assert.ok(objects.length > 1500, `only ${objects.length} objects were found`);
});

for (const [file, recorded] of files) {
  const refused = recorded.filter(({ error }) => error !== undefined).length;
  test(`admit() decides as the API server did on ${recorded.length} objects, ${refused} refused: ${file}`, () => {
    assert.deepEqual(
      recorded.map(differenceOf).filter((difference) => difference !== undefined),
      [],
    );
  });
}

function differenceOf({ case: name, object, error, name: identity }: RecordedObject): string | undefined {
  if (OTHERWISE.has(name)) return undefined;
  const { admitted, diagnostics } = admit(object, LOCATED, { strict: false, lookupNamespace: "default" });
  const messages = diagnostics.map(({ field, message }) => `${field?.path ?? ""}: ${message}`);
  if (error === undefined && admitted !== undefined && messages.length === 0) return undefined;
  if (error !== undefined && admitted === undefined && messages.length > 0) return undefined;
  return `${name} | ${identity} | recorded: ${error ?? "admitted"} | here: ${messages.join("; ") || "admitted"}`;
}
