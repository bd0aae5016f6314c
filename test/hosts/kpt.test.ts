import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";

import { skipWithout } from "../servers/find.ts";
import type { Ran } from "./programs.ts";
import { folderOfPrograms, objectsOf, run, temporaryFolder } from "./programs.ts";

const MANIFESTS = `# Of the shop.
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: store, namespace: shop}
spec: {provider: {fake: {data: [{key: k, value: "s3cr3t-canary"}]}}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: app, namespace: shop}
spec:
  secretStoreRef: {name: store}
  data: [{secretKey: password, remoteRef: {key: k}}]
`;
const KPTFILE = `apiVersion: kpt.dev/v1
kind: Kptfile
metadata: {name: shop}
pipeline:
  mutators:
    - exec: presecret fn
`;
const PASSWORD = Buffer.from("s3cr3t-canary").toString("base64");

suite("kpt runs presecret fn", { skip: skipWithout("kpt") }, () => {
  const path = folderOfPrograms({ kpt: "kpt" });

  test("kpt fn eval over a stream gives the Secrets", () => {
    const { status, stdout, stderr } = kpt(
      ["eval", "-", "--exec", "presecret fn", "-o", "unwrap"],
      MANIFESTS,
    );
    assert.equal(status, 0, stderr);
    const [secret, ...others] = objectsOf(stdout);
    assert.deepEqual([secret?.kind, secret?.metadata.name, others], ["Secret", "app", []]);
    assert.deepEqual(secret?.data, { password: PASSWORD });
  });

  test("kpt fn eval over a folder gives the Secrets where the function is told that they go to a stream", () => {
    const folder = packageOf({ "app.yaml": MANIFESTS });
    const args = ["eval", folder, "--exec", "presecret fn", "-o", "unwrap", "--", "allowWrite=true"];
    const { status, stdout, stderr } = kpt(args);
    assert.equal(status, 0, stderr);
    assert.deepEqual(objectsOf(stdout)[0]?.data, { password: PASSWORD });
    assert.equal(readFileSync(join(folder, "app.yaml"), "utf8"), MANIFESTS);
  });

  test("kpt fn eval over a folder is refused, with the file that would be written, and changes nothing", () => {
    const folder = packageOf({ "app.yaml": MANIFESTS });
    const ran = kpt(["eval", folder, "--exec", "presecret fn"]);
    assertRefused(ran, folder);
  });

  test("kpt fn render is refused, with the file that would be written, and changes nothing", () => {
    const folder = packageOf({ "app.yaml": MANIFESTS, Kptfile: KPTFILE });
    const ran = kpt(["render", folder, "--allow-exec"]);
    assertRefused(ran, folder);
  });

  test("a secret that is missing fails kpt fn eval with our message, and nothing is given out", () => {
    const input = MANIFESTS.replace("remoteRef: {key: k}", "remoteRef: {key: gone}");
    const { status, stdout, stderr } = kpt(["eval", "-", "--exec", "presecret fn", "-o", "unwrap"], input);
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /Cannot read secret "gone" from SecretStore "store"/);
  });

  function kpt(args: readonly string[], input = ""): Ran {
    return run("kpt", args, { path, input });
  }
});

function packageOf(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

function assertRefused({ status, stderr }: Ran, folder: string): void {
  assert.equal(status, 1);
  assert.match(
    stderr,
    /Cannot give Secrets back to an orchestrator that writes files: an item comes from "app.yaml"/,
  );
  assert.equal(readFileSync(join(folder, "app.yaml"), "utf8"), MANIFESTS);
}
