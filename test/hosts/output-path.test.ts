import assert from "node:assert/strict";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";

import { cli } from "../cli.ts";

const DEMO = resolve(import.meta.dirname, "../../fixtures/demo/guestbook");
const directory = mkdtempSync(join(tmpdir(), "presecret-"));
after(() => rmSync(directory, { recursive: true }));

test("-o - is standard output", async () => {
  const { exit, stdout } = await cli(["render", DEMO, "-o", "-"], { cwd: directory });
  assert.equal(exit, 0);
  assert.match(stdout, /^kind: Secret$/m);
  assert.ok(!readdirSync(directory).includes("-"));
});

test("-o writes behind a symbolic link, which stays one", async () => {
  const real = join(directory, "real.yaml");
  const link = join(directory, "link.yaml");
  writeFileSync(real, "");
  symlinkSync("real.yaml", link);
  const { exit } = await cli(["render", DEMO, "-o", link]);
  assert.equal(exit, 0);
  assert.ok(lstatSync(link).isSymbolicLink());
  assert.match(readFileSync(real, "utf8"), /^kind: Secret$/m);
});

test("-o behind a symbolic link into a Git work tree is refused", async () => {
  mkdirSync(join(directory, "work/.git"), { recursive: true });
  writeFileSync(join(directory, "work/out.yaml"), "");
  symlinkSync("work/out.yaml", join(directory, "outside.yaml"));
  const { exit, stderr } = await cli(["render", DEMO, "-o", join(directory, "outside.yaml")]);
  assert.equal(exit, 64);
  assert.match(stderr, /it lies in a Git work tree \[OUTPUT_REFUSED\]/);
});

const links = join(directory, "links");
mkdirSync(links);
for (const name of ["dangling", "dangling.json"]) symlinkSync("nowhere", join(links, name));
for (const name of ["device", "device.json"]) symlinkSync("/dev/null", join(links, name));

const REFUSED: readonly (readonly [string, string, RegExp])[] = [
  ["-o", "device", /it is not a regular file/],
  ["-o", "dangling", /it is a symbolic link that leads nowhere/],
  ["-o", "missing/out.yaml", /its folder does not exist/],
  ["--report", "device.json", /it is not a regular file/],
  ["--report", "dangling.json", /it is a symbolic link that leads nowhere/],
  ["--report", "missing/out.json", /its folder does not exist/],
];

for (const [flag, name, reason] of REFUSED) {
  test(`${flag} ${name} is refused, and nothing is changed`, async () => {
    const before = readdirSync(links);
    const { exit, stderr, stdout } = await cli(["render", DEMO, flag, join(links, name)]);
    assert.equal(exit, 64, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, reason);
    assert.deepEqual(readdirSync(links), before);
    assert.ok(lstatSync(join(links, "device")).isSymbolicLink());
  });
}

test("-o DIR refuses two inputs of one place", async () => {
  mkdirSync(join(directory, "in/sub"), { recursive: true });
  for (const name of ["a.yaml", "in/a.yaml"])
    writeFileSync(join(directory, name), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
  const cwd = join(directory, "in");
  const { exit, stderr } = await cli(["render", "../a.yaml", "a.yaml", "-o", "../out/"], { cwd });
  assert.equal(exit, 64);
  assert.match(stderr, /Cannot write "\.\.\/a\.yaml" and "a\.yaml" into one folder: both would be "a\.yaml"/);
});

const ARGOCD = {
  ARGOCD_APP_NAME: "shop",
  ARGOCD_APP_NAMESPACE: "shop",
  KUBE_VERSION: "1.31",
  ARGOCD_APP_REVISION: "0123456789012345678901234567890123456789",
};

test("generate refuses to leave nothing, unless --allow-empty says so", async () => {
  const application = join(directory, "application");
  mkdirSync(application);
  writeFileSync(
    join(application, "store.yaml"),
    "apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {name: s}\nspec: {provider: {fake: {data: []}}}\n",
  );
  const refused = await cli(["generate"], { cwd: application, env: ARGOCD });
  assert.equal(refused.exit, 65, refused.stderr);
  assert.equal(refused.stdout, "");
  assert.match(refused.stderr, /\[OUTPUT_EMPTY\]/);
  const accepted = await cli(["generate", "--allow-empty"], { cwd: application, env: ARGOCD });
  assert.deepEqual([accepted.exit, accepted.stdout], [0, ""]);
});

test("generate says once for each code how to read more about it", async () => {
  const application = join(directory, "twice");
  mkdirSync(application);
  const wrong = ["a", "b"].map(
    (name) =>
      `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: ${name}}\nspec: {zzzzzz: 1}\n`,
  );
  writeFileSync(join(application, "app.yaml"), wrong.join("---\n"));
  const { stderr } = await cli(["generate"], { cwd: application, env: ARGOCD });
  assert.equal(stderr.match(/\[FIELD_UNKNOWN\]/g)?.length, 2, stderr);
  assert.equal(stderr.match(/presecret explain FIELD_UNKNOWN/g)?.length, 1);
});

test("generate takes a comment for nothing: Argo CD would prune every object", async () => {
  const application = join(directory, "comment");
  mkdirSync(application);
  writeFileSync(
    join(application, "store.yaml"),
    "# stores\n---\napiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {name: s}\nspec: {provider: {fake: {data: []}}}\n",
  );
  const refused = await cli(["generate"], { cwd: application, env: ARGOCD });
  assert.deepEqual([refused.exit, refused.stdout], [65, ""]);
  assert.match(refused.stderr, /\[OUTPUT_EMPTY\]/);
  const accepted = await cli(["generate", "--allow-empty"], { cwd: application, env: ARGOCD });
  assert.deepEqual([accepted.exit, accepted.stdout], [0, "# stores\n"]);
});

test("generate refuses a namespace of which nothing is known, whose Secrets Argo CD would prune", async () => {
  const application = join(directory, "namespaces");
  mkdirSync(application);
  writeFileSync(
    join(application, "cluster.yaml"),
    `apiVersion: external-secrets.io/v1
kind: ClusterExternalSecret
metadata: {name: everywhere}
spec: {namespaces: [ghost], externalSecretSpec: {data: []}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: c}
`,
  );
  const { exit, stdout, stderr } = await cli(["generate"], { cwd: application, env: ARGOCD });
  assert.deepEqual([exit, stdout], [65, ""]);
  assert.match(stderr, /Cannot make an ExternalSecret in namespace "ghost": nothing is known of it/);
});
