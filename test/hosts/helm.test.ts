import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";

import { cli } from "../cli.ts";
import { skipWithout } from "../servers/find.ts";
import type { Ran } from "./programs.ts";
import { byIdentity, folderOfPrograms, objectsOf, ROOT, run, temporaryFolder } from "./programs.ts";

const CHART = join(ROOT, "fixtures/demo/chart");
const TEMPLATE = ["template", "shop", CHART, "--namespace", "prod"];
const HELM_3 = ["--post-renderer", "presecret", "--post-renderer-args", "post-render"];
const HELM_4 = ["--post-renderer", "presecret"];
const FILENAME = "postrenderer.helm.sh/postrender-filename";

const STREAM_OF_NAMESPACE = `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: s, namespace: prod}
spec: {provider: {fake: {data: [{key: k, value: v}]}}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: a}
spec: {secretStoreRef: {name: s}, data: [{secretKey: p, remoteRef: {key: k}}]}
`;

const skip = skipWithout("helm-3", "helm-4");

suite("presecret post-render", { skip }, () => {
  const path3 = skip === false ? folderOfPrograms({ helm: "helm-3" }) : "";
  const path4 = skip === false ? folderOfPrograms({ helm: "helm-4" }) : "";
  const home = skip === false ? temporaryFolder() : "";
  const env4 = { HOME: home, HELM_PLUGINS: join(ROOT, "plugin/helm") };
  const lastFailure = join(home, ".cache/helm/presecret/last-failure.txt");
  const helm3 = (...args: readonly string[]): Ran => run("helm", args, { path: path3, env: { HOME: home } });
  const helm4 = (...args: readonly string[]): Ran => run("helm", args, { path: path4, env: env4 });

  test("Helm 3, Helm 4 and presecret render CHART give the same objects", () => {
    const flags = ["--kube-version", "1.33.0"];
    const three = helm3(...TEMPLATE, ...flags, ...HELM_3);
    const four = helm4(...TEMPLATE, ...flags, ...HELM_4);
    const ours = run("presecret", ["render", CHART, "--release-name", "shop", "-n", "prod", ...flags], {
      path: path4,
    });
    assert.deepEqual(
      [three.status, four.status, ours.status],
      [0, 0, 0],
      three.stderr + four.stderr + ours.stderr,
    );
    assert.deepEqual(byIdentity(three.stdout), byIdentity(four.stdout));
    assert.deepEqual(byIdentity(ours.stdout), byIdentity(four.stdout));
    assert.deepEqual(
      [...byIdentity(four.stdout).keys()],
      ["Deployment prod/shop", "Job prod/shop-migrate", "Secret prod/shop-database"],
    );
  });

  test("Helm 4 files the Secret under the ExternalSecret's template", () => {
    const { stdout } = helm4(...TEMPLATE, ...HELM_4);
    assert.match(stdout, /# Source: shop\/templates\/secrets\.yaml\napiVersion: v1\nkind: Secret\n/);
    assert.doesNotMatch(stdout, /generated-by-postrender|postrender-filename/);
  });

  test("Helm 3 shows why a render fails", () => {
    const { status, stdout, stderr } = helm3(...TEMPLATE, "--set", "database.key=none", ...HELM_3);
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /shop\/templates\/secrets\.yaml: .*\[SECRET_NOT_FOUND\]/);
  });

  test("Helm 4 hides why a render fails, and a file tells; a render that works takes the file away", () => {
    const failed = helm4(...TEMPLATE, "--set", "database.key=none", ...HELM_4);
    assert.deepEqual([failed.status, failed.stdout], [1, ""]);
    assert.doesNotMatch(failed.stderr, /SECRET_NOT_FOUND/, "if this fails Helm shows it by now: simplify");
    const told = readFileSync(lastFailure, "utf8");
    assert.match(told, /shop\/templates\/secrets\.yaml: .*"none".*\[SECRET_NOT_FOUND\]/);
    assert.doesNotMatch(told, /s3cr3t/);
    const place = helm4("env", "HELM_CACHE_HOME").stdout.trim();
    assert.equal(join(place, "presecret/last-failure.txt"), lastFailure);
    assert.equal(helm4(...TEMPLATE, ...HELM_4).status, 0);
    assert.ok(!existsSync(lastFailure));
  });

  test("what fails before the render begins is in the file, too", () => {
    for (const [args, wanted] of [
      [["--nope"], /Unknown flag --nope.*\[USAGE\]/],
      [["--timeout=soon"], /--timeout cannot be "soon".*\[USAGE\]/],
      [["--audit=/no-such-folder/log"], /\[AUDIT_FAILED\]/],
    ] as const) {
      const failed = helm4(...TEMPLATE, ...HELM_4, ...args.map((arg) => `--post-renderer-args=${arg}`));
      assert.deepEqual([failed.status, failed.stdout], [1, ""]);
      assert.match(readFileSync(lastFailure, "utf8"), wanted);
    }
    assert.equal(helm4(...TEMPLATE, ...HELM_4).status, 0);
    assert.ok(!existsSync(lastFailure));
  });

  test("PRESECRET_LOG_FILE names the file, with both", () => {
    const file = join(home, "why.txt");
    const set = ["--set", "database.key=none"];
    run("helm", [...TEMPLATE, ...set, ...HELM_3], {
      path: path3,
      env: { HOME: home, PRESECRET_LOG_FILE: file },
    });
    assert.match(readFileSync(file, "utf8"), /SECRET_NOT_FOUND/);
    rmSync(file);
    run("helm", [...TEMPLATE, ...set, ...HELM_4], {
      path: path4,
      env: { ...env4, PRESECRET_LOG_FILE: file },
    });
    assert.match(readFileSync(file, "utf8"), /SECRET_NOT_FOUND/);
  });

  test("helm plugin install takes the plugin's folder, and --post-renderer-args reach it", () => {
    const env = { HOME: temporaryFolder() };
    const installed = run("helm", ["plugin", "install", join(ROOT, "plugin/helm/presecret")], {
      path: path4,
      env,
    });
    assert.equal(installed.status, 0, installed.stderr);
    const redacted = run("helm", [...TEMPLATE, ...HELM_4, "--post-renderer-args", "--redact"], {
      path: path4,
      env,
    });
    assert.equal(redacted.status, 0, redacted.stderr);
    const secret = objectsOf(redacted.stdout).find(({ kind }) => kind === "Secret");
    assert.match(Buffer.from(secret?.data?.["url"] ?? "", "base64").toString(), /redacted/);
  });

  test("neither Helm tells the release's namespace: -n of presecret or HELM_NAMESPACE does", () => {
    const chart = join(temporaryFolder(), "chart");
    mkdirSync(join(chart, "templates"), { recursive: true });
    writeFileSync(join(chart, "templates/all.yaml"), STREAM_OF_NAMESPACE);
    writeFileSync(join(chart, "Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 0.1.0\n");
    const template = ["template", "shop", chart];
    const prod = ["-n", "prod"];
    const args = ["--post-renderer-args=-n", "--post-renderer-args=prod"];
    for (const [path, env, postRenderer] of [
      [path3, { HOME: home }, HELM_3],
      [path4, env4, HELM_4],
    ] as const) {
      const told = run("helm", [...template, ...prod, ...postRenderer, ...args], { path, env });
      const byVariable = run("helm", [...template, ...postRenderer], {
        path,
        env: { ...env, HELM_NAMESPACE: "prod" },
      });
      for (const { status, stdout, stderr } of [told, byVariable]) {
        assert.equal(status, 0, stderr);
        assert.match(stdout, /kind: Secret\n(?:.*\n)*data:\n {2}p: /);
      }
      const untold = run("helm", [...template, ...prod, ...postRenderer], { path, env });
      assert.equal(untold.status, 1, "if this fails Helm tells it by now: simplify");
    }
  });

  test("a chart of which nothing is left, and an empty one, render with both", () => {
    const store = STREAM_OF_NAMESPACE.slice(0, STREAM_OF_NAMESPACE.indexOf("---"));
    for (const template of [store, "# nothing\n"]) {
      const chart = join(temporaryFolder(), "chart");
      mkdirSync(join(chart, "templates"), { recursive: true });
      writeFileSync(join(chart, "Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 0.1.0\n");
      writeFileSync(join(chart, "templates/store.yaml"), template);
      for (const { status, stdout, stderr } of [
        helm3("template", "shop", chart, ...HELM_3),
        helm4("template", "shop", chart, ...HELM_4),
      ]) {
        assert.equal(status, 0, stderr);
        assert.deepEqual(objectsOf(stdout), []);
      }
    }
  });

  test("a chart of hooks only renders with both", () => {
    const chart = join(temporaryFolder(), "chart");
    mkdirSync(join(chart, "templates"), { recursive: true });
    cpSync(join(CHART, "templates/migrate.yaml"), join(chart, "templates/migrate.yaml"));
    writeFileSync(join(chart, "Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 0.1.0\n");
    for (const { status, stdout, stderr } of [
      helm3("template", "shop", chart, ...HELM_3),
      helm4("template", "shop", chart, ...HELM_4),
    ]) {
      assert.equal(status, 0, stderr);
      assert.match(stdout, /kind: Job/);
    }
  });
});

test("post-render writes the filename on a Secret whose template has annotations of its own, and on one that has none", async () => {
  for (const template of ["", "\n  target: {template: {metadata: {annotations: {a: b}}}}"]) {
    const stdin = `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: s}
spec: {provider: {fake: {data: [{key: k, value: v}]}}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: a
  annotations: {${FILENAME}: 'templates/a.yaml'}
spec:
  secretStoreRef: {name: s}${template}
  data: [{secretKey: p, remoteRef: {key: k}}]
`;
    const { exit, stdout } = await cli(["post-render"], { stdin });
    assert.equal(exit, 0);
    assert.equal(objectsOf(stdout)[0]?.metadata.annotations?.[FILENAME], "templates/a.yaml");
  }
});

test("post-render takes HELM_NAMESPACE for look-ups", async () => {
  const stdin = STREAM_OF_NAMESPACE;
  assert.equal((await cli(["post-render"], { stdin, env: { HELM_NAMESPACE: "prod" } })).exit, 0);
  assert.equal((await cli(["post-render"], { stdin })).exit, 65);
});

test("post-render says of comments alone that nothing is left: Helm 4 refuses a blank output", async () => {
  const store =
    "apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {name: s}\nspec: {provider: {fake: {data: []}}}\n";
  const nothing = "# presecret: nothing is left of the manifests\n";
  assert.equal((await cli(["post-render"], { stdin: store })).stdout, nothing);
  const commented = await cli(["post-render"], { stdin: `# stores\n---\n${store}` });
  assert.deepEqual([commented.exit, commented.stdout], [0, `${nothing}# stores\n`]);
  const kept = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n";
  assert.equal((await cli(["post-render"], { stdin: `${kept}---\n${store}` })).stdout, kept);
});
