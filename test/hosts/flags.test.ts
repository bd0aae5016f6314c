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

const FOR_CHARTS = [
  "--set a=b",
  "--values values.yaml",
  "--release-name shop",
  "--kube-version 1.31",
  "--api-versions v1",
];

for (const command of ["render", "plan", "validate", "explain ExternalSecret/app"]) {
  for (const flag of FOR_CHARTS) {
    test(`presecret ${command} - ${flag} is refused, since no chart is among the inputs`, async () => {
      const { exit, stdout, stderr } = await cli(`${command} - ${flag}`.split(" "), {
        stdin: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n",
      });
      assert.deepEqual([exit, stdout], [64, ""]);
      assert.ok(
        stderr.includes(`Flag ${flag.split(" ")[0]} cannot be used: no chart is among the inputs`),
        stderr,
      );
    });
  }
}

test("presecret validate --fix renders no chart, so a flag for one is refused", async () => {
  const { exit, stderr } = await cli(["validate", "--fix", "--set", "a=b", "x.yaml"]);
  assert.equal(exit, 64);
  assert.match(stderr, /Flag --set cannot be combined with --fix/);
});

for (const [line, message] of REFUSED) {
  test(`presecret ${line} is refused before the input is looked at`, async () => {
    const { exit, stdout, stderr } = await cli(line.split(" "), { stdin: "a: [\n" });
    assert.deepEqual([exit, stdout], [64, ""]);
    assert.match(stderr, message);
  });
}
