import assert from "node:assert/strict";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, test } from "node:test";

import { parseAllDocuments } from "yaml";

import type { RunReport } from "../../../src/hosts/report/run-report.ts";
import { hasCanary } from "../../canary.ts";
import { cli } from "../../cli.ts";

const FIXTURES = resolve(import.meta.dirname, "../../../fixtures");
const directory = mkdtempSync(join(tmpdir(), "presecret-leaks-"));
after(() => rmSync(directory, { recursive: true }));

const planted = globSync("**/input.yaml", { cwd: FIXTURES }).filter((input) =>
  readFileSync(join(FIXTURES, input), "utf8").includes("s3cr3t-canary"),
);

test("the canary is planted in the fixtures", () => {
  assert.ok(planted.length > 60, `only ${planted.length} fixtures hold it`);
});

for (const input of planted) {
  test(`no report, audit line, tree or SARIF log holds a value: ${dirname(input)}`, async () => {
    const cwd = join(FIXTURES, dirname(input));
    const more = [
      ...(existsSync(join(cwd, "remote.yaml")) ? ["--fake", "remote.yaml"] : []),
      ...(existsSync(join(cwd, "stores")) ? ["--stores", "stores"] : []),
    ];
    const told: string[] = [];
    for (const name of ["report.json", "report.html"]) {
      const path = join(directory, name);
      rmSync(path, { force: true });
      const { stderr } = await cli(["render", "input.yaml", ...more, "--audit", "-", "--report", path], {
        cwd,
      });
      told.push(stderr, readFileSync(path, "utf8"));
    }
    for (const command of ["plan", "validate"])
      told.push((await cli([command, "-f", "sarif", "input.yaml", ...more], { cwd })).stdout);
    for (const name of explained(join(cwd, "input.yaml")))
      told.push((await cli(["explain", name, "input.yaml", ...more], { cwd })).stdout);
    assert.deepEqual(told.filter(hasCanary), []);
  });
}

test("the reports of the fixtures are about something", async () => {
  const path = join(directory, "about.json");
  const cwd = join(FIXTURES, "data/one-key");
  await cli(["render", "input.yaml", "--report", path], { cwd });
  const { externalSecrets } = JSON.parse(readFileSync(path, "utf8")) as RunReport;
  assert.equal(externalSecrets[0]?.outcome, "written");
  assert.deepEqual(explained(join(cwd, "input.yaml")), ["ExternalSecret/app"]);
});

/** What can be explained in a file, by kind and name; nothing where it is no YAML. */
function explained(path: string): string[] {
  return parseAllDocuments(readFileSync(path, "utf8"), { uniqueKeys: false })
    .map((document) => (document.errors.length > 0 ? null : (document.toJS() as unknown)))
    .flatMap((object) => {
      const { kind, metadata } = (object ?? {}) as { kind?: string; metadata?: { name?: string } };
      const isExplained = kind === "ExternalSecret" || kind === "ClusterExternalSecret";
      return isExplained && metadata?.name !== undefined ? [`${kind}/${metadata.name}`] : [];
    });
}
