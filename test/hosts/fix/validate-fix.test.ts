import assert from "node:assert/strict";
import {
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, suite, test } from "node:test";

import { cli } from "../../cli.ts";

const OLD = `apiVersion: external-secrets.io/v1beta1
kind: SecretStore
metadata:
  name: aws # ours
spec:
  provider:
    aws:
      service: SecretsManager
      region: eu-west-1
      auth:
        serviceAccount:
          name: sa
`;

suite("validate --fix", () => {
  let cwd: string;

  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), "presecret-fix-"));
  });

  afterEach(() => {
    rmSync(cwd, { recursive: true });
  });

  test("rewrites files in place, tells each fix, and ends well where nothing else is wrong", async () => {
    writeFileSync(join(cwd, "a.yaml"), OLD, { mode: 0o640 });
    const { exit, stderr } = await cli(["validate", "--fix", "a.yaml"], { cwd });
    assert.equal(exit, 0, stderr);
    assert.match(
      stderr,
      /^a\.yaml:1: info: Rewrote "external-secrets\.io\/v1beta1" as "external-secrets\.io\/v1" \[SPELLING_FIXED\]$/m,
    );
    assert.match(
      stderr,
      /^a\.yaml:11: info: Rewrote "auth\.serviceAccount" as "auth\.jwt\.serviceAccountRef"/m,
    );
    const right = OLD.replace("v1beta1", "v1").replace(
      "        serviceAccount:\n          name: sa\n",
      "        jwt:\n          serviceAccountRef:\n            name: sa\n",
    );
    assert.equal(readFileSync(join(cwd, "a.yaml"), "utf8"), right);
    assert.equal(statSync(join(cwd, "a.yaml")).mode & 0o777, 0o640, "permissions stay");
    const again = await cli(["validate", "--fix", "a.yaml"], { cwd });
    assert.deepEqual([again.exit, again.stderr], [0, ""]);
  });

  test("without --fix the same file is refused and stays", async () => {
    writeFileSync(join(cwd, "a.yaml"), OLD);
    const { exit, stderr } = await cli(["validate", "a.yaml"], { cwd });
    assert.equal(exit, 65);
    assert.match(
      stderr,
      /Cannot accept "auth\.serviceAccount": External Secrets does not have it \[SPELLING_ACCEPTED\]/,
    );
    assert.equal(readFileSync(join(cwd, "a.yaml"), "utf8"), OLD);
  });

  test("a symbolic link stays one", async () => {
    writeFileSync(join(cwd, "a.yaml"), OLD);
    symlinkSync("a.yaml", join(cwd, "b.yaml"));
    await cli(["validate", "--fix", "b.yaml"], { cwd });
    assert.match(readFileSync(join(cwd, "a.yaml"), "utf8"), /jwt:/);
    assert.equal(readlinkSync(join(cwd, "b.yaml")), "a.yaml");
  });

  test("what cannot be guessed is still an error", async () => {
    const broken = `${OLD}---
apiVersion: external-secrets.io/v1beta1
kind: ExternalSecret
metadata:
  name: e
spec:
  target: {}
`;
    writeFileSync(join(cwd, "a.yaml"), broken);
    const { exit, stderr } = await cli(["validate", "--fix", "a.yaml"], { cwd });
    assert.equal(exit, 65);
    assert.match(stderr, /Cannot make a Secret of nothing/);
  });

  test("an anchor stays where it is", async () => {
    const anchored = OLD.replace(
      "serviceAccount:\n          name: sa",
      "serviceAccount: &sa\n          name: sa",
    );
    const text = `${anchored}---\n${OLD.replace("name: aws", "name: other")}`;
    writeFileSync(join(cwd, "a.yaml"), text);
    await cli(["validate", "--fix", "a.yaml"], { cwd });
    const { exit, stderr } = await cli(["validate", "a.yaml"], { cwd });
    assert.equal(exit, 0, stderr);
  });

  test("standard input cannot be rewritten", async () => {
    const { exit, stderr } = await cli(["validate", "--fix", "-"], { cwd, stdin: OLD });
    assert.equal(exit, 64);
    assert.match(stderr, /Standard input cannot be rewritten/);
  });
});
