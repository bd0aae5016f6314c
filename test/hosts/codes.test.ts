import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { test } from "node:test";

import { RenderError } from "../../src/ground/diagnostic.ts";
import { readParameters } from "../../src/hosts/argocd/parameters.ts";
import { cli } from "../cli.ts";

const MAIN = resolve(import.meta.dirname, "../../src/main.ts");

test("a parameter that does not exist is PARAMETER_INVALID", () => {
  assert.throws(
    () => readParameters('[{"name":"alow-host","string":"x"}]', { cwd: "/", root: "/" }),
    (error) => error instanceof RenderError && error.diagnostic.code === "PARAMETER_INVALID",
  );
});

test("a functionConfig with an option that does not exist is FUNCTION_CONFIG_INVALID", async () => {
  const functionConfig = { apiVersion: "presecret.dev/v1alpha1", kind: "Presecret", spec: { strct: true } };
  const list = { apiVersion: "config.kubernetes.io/v1", kind: "ResourceList", items: [], functionConfig };
  const { exit, stdout } = await cli(["fn"], { stdin: JSON.stringify(list) });
  assert.notEqual(exit, 0);
  assert.match(stdout, /FUNCTION_CONFIG_INVALID/);
});

test("a bug is INTERNAL with exit code 70, and the text of its error is not shown", () => {
  const bug = "Array.prototype.toSorted = () => { throw new Error('s3cr3t-canary'); };";
  const run = spawnSync(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(bug)}`, MAIN, "render", "-"],
    { input: "{}\n", encoding: "utf8" },
  );
  assert.equal(run.status, 70);
  assert.equal(run.stdout, "");
  assert.match(run.stderr, /\[INTERNAL\]/);
  assert.doesNotMatch(run.stderr, /canary/);
});
