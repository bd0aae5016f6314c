import assert from "node:assert/strict";
import { test } from "node:test";

import { cli } from "../cli.ts";

const REFUSED: readonly (readonly [line: string, message: RegExp])[] = [
  ["explain ExternalSecret/app -q -", /Unknown flag -q of presecret explain/],
  ["explain USAGE --quiet", /Unknown flag --quiet of presecret explain/],
  ["plan -f json --policy aws -", /Flag --policy cannot be combined with --format json/],
  ["plan -f sarif --policy nonsense -", /Flag --policy cannot be combined with --format sarif/],
  ["plan --policy nonsense -", /Flag --policy cannot be "nonsense"/],
  ["plan -f text --policy nonsense -", /Flag --policy cannot be "nonsense"/],
  ["render --stores a --stores b -", /Flag --stores is given twice/],
  ["render --redact --keep -", /Flag --redact cannot be combined with --keep/],
  ["render -o a --output b -", /Flag --output is given twice/],
];

for (const [line, message] of REFUSED) {
  test(`presecret ${line} is refused before the input is looked at`, async () => {
    const { exit, stdout, stderr } = await cli(line.split(" "), { stdin: "a: [\n" });
    assert.deepEqual([exit, stdout], [64, ""]);
    assert.match(stderr, message);
  });
}
