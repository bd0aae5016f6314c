import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";

import { Ajv } from "ajv";

import type { Diagnostic } from "../../../src/ground/diagnostic.ts";
import { sarifLog } from "../../../src/hosts/report/sarif.ts";
import type { SarifLog } from "../../../src/hosts/report/sarif.ts";
import { cli } from "../../cli.ts";

const FIXTURES = resolve(import.meta.dirname, "../../../fixtures");

/** OASIS' schema as @microsoft/jest-sarif 1.0.0-beta.0 (MIT) carries it, without its descriptions. */
const {
  id: _id,
  $schema: _draft,
  ...schema
} = JSON.parse(readFileSync(join(import.meta.dirname, "sarif-2.1.0.schema.json"), "utf8")) as Record<
  string,
  unknown
>;
const ajv = new Ajv({
  strict: false,
  allErrors: true,
  unicodeRegExp: false,
  formats: {
    uri: /^[a-z][a-z0-9+.-]*:[^\s"<>\\^`{|}]+$/i,
    "uri-reference": /^(?:[^\s"<>\\^`{|}%]|%[0-9A-F]{2}|%SRCROOT%)*$/i,
    "date-time": true,
  },
});
const isSarif = ajv.compile(schema);

const inputs = globSync("**/input.yaml", { cwd: FIXTURES });

test("the schema refuses what is not SARIF", () => {
  assert.ok(!isSarif({ version: "2.1.0", runs: [{ results: [] }] }));
  assert.ok(!isSarif({ version: "2.1.0", runs: [], more: true }));
});

for (const command of ["validate", "plan"]) {
  test(`${command} -f sarif: valid against SARIF 2.1.0, and what code scanning needs, for every fixture`, async () => {
    let results = 0;
    for (const input of inputs) {
      const { stdout, stderr } = await cli([command, "-f", "sarif", "input.yaml"], {
        cwd: join(FIXTURES, dirname(input)),
      });
      assert.equal(stderr, "", input);
      const log = JSON.parse(stdout) as SarifLog;
      assert.ok(isSarif(log), `${input}: ${ajv.errorsText(isSarif.errors)}`);
      checkForCodeScanning(log);
      results += log.runs[0].results.length;
    }
    assert.ok(results > 25, `only ${results} results were seen`);
  });
}

test("sarifLog: a fingerprint stays when lines move, and tells two findings of one field apart", () => {
  const before = fingerprintsOf(sarifLog([at(3, "spec.a"), at(3, "spec.a"), at(4, "spec.b")], "validate"));
  assert.equal(new Set(before.flat()).size, 3);
  assert.deepEqual(
    fingerprintsOf(sarifLog([at(13, "spec.a"), at(13, "spec.a"), at(14, "spec.b")], "validate")),
    before,
  );
});

test("sarifLog: a path is a relative reference, whatever is in it", () => {
  const uris = ["./a b/ü#1?.yaml", "-", "/etc/%x.yaml"].map((path) => {
    const log = sarifLog([{ code: "INPUT_EMPTY", severity: "error", message: "x", file: { path } }], "plan");
    return log.runs[0].results[0]?.locations[0]?.physicalLocation.artifactLocation;
  });
  assert.deepEqual(uris, [
    { uri: "a%20b/%C3%BC%231%3F.yaml", uriBaseId: "%SRCROOT%" },
    { uri: "-", uriBaseId: "%SRCROOT%" },
    { uri: "file:///etc/%25x.yaml" },
  ]);
});

test("validate -f sarif: an input that cannot be read is a notification of the run", async () => {
  const { exit, stdout } = await cli(["validate", "-f", "sarif", "no-such-file.yaml"], { cwd: FIXTURES });
  const log = JSON.parse(stdout) as SarifLog;
  assert.ok(isSarif(log), ajv.errorsText(isSarif.errors));
  assert.equal(exit, 65);
  assert.equal(log.runs[0].invocations[0].executionSuccessful, false);
  assert.deepEqual(
    log.runs[0].invocations[0].toolExecutionNotifications.map(({ descriptor }) => descriptor.id),
    ["INPUT_UNREADABLE"],
  );
});

function at(line: number, path: string): Diagnostic {
  return {
    code: "FIELD_UNKNOWN",
    severity: "error",
    message: "Unknown field",
    file: { path: "a.yaml", index: 0, line },
    field: { path },
  };
}

function fingerprintsOf({ runs: [{ results }] }: SarifLog): string[][] {
  return results.map(({ partialFingerprints }) => Object.values(partialFingerprints));
}

/** What GitHub asks of an upload beyond the schema. */
function checkForCodeScanning({ runs: [run] }: SarifLog): void {
  const { rules } = run.tool.driver;
  const prints = new Set<string>();
  for (const { ruleId, ruleIndex, message, locations, partialFingerprints } of run.results) {
    assert.equal(rules[ruleIndex]?.id, ruleId);
    assert.ok(message.text.length > 0 && message.text.length <= 4096);
    assert.equal(locations.length, 1);
    const { artifactLocation, region } = locations[0]?.physicalLocation ?? assert.fail();
    assert.ok(region.startLine >= 1);
    assert.doesNotMatch(artifactLocation.uri, /\\|^[A-Za-z]:/);
    prints.add(partialFingerprints["primaryLocationLineHash"] ?? "");
  }
  assert.equal(prints.size, run.results.length, "two results would be taken for one");
}
