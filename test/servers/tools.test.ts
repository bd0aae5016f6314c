import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

import { skipWithout, toolPath } from "./find.ts";

const VERSIONS: readonly (readonly [name: string, args: readonly string[], printed: RegExp])[] = [
  ["kustomize", ["version"], /^v5\.8\.1$/m],
  ["helm-3", ["version", "--short"], /^v3\.21/],
  ["helm-4", ["version", "--short"], /^v4\.2/],
  ["cmp-host", ["server", "--help"], /argocd-cmp-server/],
  ["kubectl", ["version", "--client"], /^Client Version: v/m],
  ["kpt", ["eval", "--help"], /kpt fn eval/],
  ["moto", ["--help"], /usage: moto_server/],
  ["openbao", ["version"], /^OpenBao v2\.6\.2/],
];

for (const [name, args, printed] of VERSIONS) {
  test(`${name} is the version that is pinned`, { skip: skipWithout(name) }, () => {
    assert.match(execFileSync(toolPath(name), args, { encoding: "utf8" }), printed);
  });
}

test("a tool that is not listed is refused by name", () => {
  assert.throws(() => toolPath("flux"), /There is no tool "flux"/);
});
