import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";

import { CODES } from "../src/ground/codes.ts";

const ROOT = resolve(import.meta.dirname, "..");

/** Texts of the files below a folder whose names end so, without those that only name codes. */
function textsOf(folder: string, ending: RegExp, without: readonly string[] = []): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => ending.test(file) && !without.includes(file))
    .map((file) => readFileSync(join(ROOT, folder, file), "utf8"));
}

/** They list codes that others give. */
const LISTS = ["ground/codes.ts", "fetch/store-journal.ts", "hosts/explain/common-failures.ts"];
const sources = textsOf("src", /\.ts$/, LISTS);
const outputs = textsOf("fixtures", /(?:errors|warnings)\.txt$/);
const tests = textsOf("test", /\.ts$/, ["codes.test.ts"]);

/** What takes a server that misbehaves: the tests of the clients have one. */
const OF_SERVERS: readonly string[] = [
  "INTERRUPTED",
  "PROTOCOL",
  "REDIRECT_REFUSED",
  "THROTTLED",
  "TIMEOUT",
  "TLS_INVALID",
];

for (const code of Object.keys(CODES)) {
  test(`${code} is given by the source, and a fixture or a test names it`, () => {
    assert.ok(
      sources.some((text) => text.includes(`"${code}"`) || text.includes(`[${code}]`)),
      "nothing in src gives this code",
    );
    if (OF_SERVERS.includes(code)) return;
    assert.ok(
      outputs.some((text) => text.includes(`[${code}]`)) ||
        tests.some((text) => new RegExp(`\\b${code}\\b`).test(text)),
      "no fixture and no test names this code",
    );
  });
}
