import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { before, suite, test } from "node:test";

import { skipWithout, toolPath } from "../servers/find.ts";
import type { Ran } from "./programs.ts";
import { objectsOf, ROOT, temporaryFolder, writeScript } from "./programs.ts";

/** The user of the image; only root can become it. */
const USER = process.getuid?.() === 0 ? { uid: 999, gid: 999 } : {};
const ARGOCD = {
  ARGOCD_APP_NAME: "shop",
  ARGOCD_APP_NAMESPACE: "shop",
  ARGOCD_APP_REVISION: "1234567",
  KUBE_VERSION: "1.33.0",
};
const DOCKERFILE = readFileSync(join(ROOT, "Dockerfile"), "utf8");

suite("the steps of the Dockerfile", { skip: skipWithout("kustomize", "helm-4") }, () => {
  const work = temporaryFolder();
  chmodSync(work, 0o755);
  const root = join(work, "root");
  const source = join(work, "source");
  const cache = join(root, "opt/presecret/cache");
  const presecret = (
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    cwd = source,
  ): Ran =>
    spawnSync(join(root, "usr/local/bin/presecret"), args, {
      cwd,
      env: { PATH: join(root, "usr/local/bin"), ...env },
      encoding: "utf8",
      ...USER,
    });

  before(() => {
    const tools = join(work, "tools");
    step("build-launcher.ts", tools);
    for (const [name, tool] of [
      ["kustomize", "kustomize"],
      ["helm", "helm-4"],
    ] as const) {
      execFileSync("cp", ["-L", toolPath(tool), join(tools, name)]);
    }
    writeScript(join(work, "tini"), 'shift; exec "$@"');
    execFileSync(process.execPath, [join(ROOT, ".build/bundle.ts"), join(work, "bundle")], {
      stdio: "ignore",
    });
    const parts = { bundle: join(work, "bundle"), tools, node: process.execPath, tini: join(work, "tini") };
    step("root.ts", "--root", root, ...Object.entries(parts).flatMap(([name, path]) => [`--${name}`, path]));
    step("compile-cache.ts", root);
    mkdirSync(source);
    writeFileSync(
      join(source, "app.yaml"),
      "apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {name: s}\nspec: {provider: {fake: {data: [{key: k, value: v}]}}}\n---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: a}\nspec: {secretStoreRef: {name: s}, data: [{secretKey: p, remoteRef: {key: k}}]}\n",
    );
  });

  test("the image holds these programs and no other", () => {
    assert.deepEqual(readdirSync(join(root, "usr/local/bin")).toSorted(), [
      "helm",
      "kustomize",
      "node",
      "presecret",
      "tini",
    ]);
    const folders = ["bin", "sbin", "usr/bin", "usr/sbin", "opt/presecret/node_modules"];
    assert.deepEqual(
      folders.filter((folder) => existsSync(join(root, folder))),
      [],
    );
  });

  test("user 999 has an entry, and a home", () => {
    assert.match(
      readFileSync(join(root, "etc/passwd"), "utf8"),
      /^argocd:x:999:999:[^:]*:\/home\/argocd:\/sbin\/nologin$/m,
    );
    assert.ok(existsSync(join(root, "home/argocd/cmp-server/plugins")));
    assert.equal(
      readFileSync(join(root, "home/argocd/cmp-server/config/plugin.yaml"), "utf8"),
      readFileSync(join(ROOT, "plugin/argocd/plugin.yaml"), "utf8"),
    );
  });

  test("presecret renders as user 999, on the command line and as a plugin", () => {
    const rendered = presecret(["render", "."]);
    assert.equal(rendered.status, 0, rendered.stderr);
    const generated = presecret(["generate", "--tenant-stores"], ARGOCD);
    assert.equal(generated.status, 0, generated.stderr);
    assert.equal(generated.stdout, rendered.stdout);
    assert.deepEqual(
      objectsOf(rendered.stdout).map(({ kind }) => kind),
      ["Secret"],
    );
  });

  test("kustomize and helm are found and run", () => {
    const app = readFileSync(join(source, "app.yaml"), "utf8");
    const sources = {
      kustomization: { "kustomization.yaml": "resources: [app.yaml]\n", "app.yaml": app },
      chart: { "Chart.yaml": "apiVersion: v2\nname: shop\nversion: 0.1.0\n", "templates/app.yaml": app },
    };
    for (const [name, files] of Object.entries(sources)) {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(source, "more", name, file)), { recursive: true });
        writeFileSync(join(source, "more", name, file), text);
      }
      const { status, stdout, stderr } = presecret(
        ["generate", "--tenant-stores"],
        ARGOCD,
        join(source, "more", name),
      );
      assert.equal(status, 0, stderr);
      assert.deepEqual(
        objectsOf(stdout).map(({ kind }) => kind),
        ["Secret"],
      );
    }
    rmSync(join(source, "more"), { recursive: true });
  });

  test("a chart that makes Helm larger than the plugin may be is refused, and the machine is spared", () => {
    const chart = join(work, "large");
    mkdirSync(join(chart, "templates"), { recursive: true });
    writeFileSync(join(chart, "Chart.yaml"), "apiVersion: v2\nname: large\nversion: 0.1.0\n");
    const text = '{{ $x := repeat 300000000 "x" }}{{ $y := cat $x $x $x }}{{ $z := cat $y $y }}a: 1\n';
    writeFileSync(join(chart, "templates/a.yaml"), text);
    const { status, stdout, stderr } = presecret(["generate"], ARGOCD, chart);
    assert.deepEqual([status, stdout], [65, ""]);
    assert.match(stderr, /helm ended with exit code 2 \[RENDERER_FAILED\]/);
  });

  test("the compile cache is used, read-only, and not written to", () => {
    const stamp = snapshot(root);
    const { status, stderr } = presecret(["generate", "--tenant-stores"], {
      ...ARGOCD,
      NODE_DEBUG_NATIVE: "COMPILE_CACHE",
    });
    assert.equal(status, 0);
    assert.match(stderr, /main\.js was accepted/);
    assert.doesNotMatch(stderr, /was rejected|is not granted/);
    assert.deepEqual(snapshot(root), stamp);
    for (const path of Object.keys(snapshot(cache))) assert.equal(statSync(path).mode & 0o222, 0, path);
  });

  test("a plugin reads nothing beside its own folders, and writes nothing", () => {
    const outside = presecret(["generate", "--stores", "/usr/share"], ARGOCD);
    assert.equal(outside.status, 65);
    assert.match(outside.stderr, /Cannot read "\/usr\/share"/);
    const audit = join(source, "audit.log");
    const written = presecret(["generate", "--tenant-stores", "--audit", audit], ARGOCD);
    assert.notEqual(written.status, 0);
    assert.equal(written.stdout, "");
    assert.ok(!existsSync(audit));
  });

  test("Node gets the flags that harden it, and the permissions of a plugin only as one", () => {
    const other = join(work, "other");
    mkdirSync(join(other, "usr/local/bin"), { recursive: true });
    execFileSync("cp", [join(root, "usr/local/bin/presecret"), join(other, "usr/local/bin/presecret")]);
    writeScript(join(other, "usr/local/bin/node"), 'printf "%s\\n" "$@"');
    const argv = (command: string): string[] =>
      execFileSync(join(other, "usr/local/bin/presecret"), [command], { encoding: "utf8" })
        .trim()
        .split("\n");
    const hardened = [
      "--disable-sigusr1",
      "--disable-proto=delete",
      "--disallow-code-generation-from-strings",
      "--report-exclude-env",
    ];
    for (const command of ["render", "generate"]) {
      for (const flag of hardened) assert.ok(argv(command).includes(flag), flag);
    }
    assert.ok(argv("generate").includes("--permission"));
    assert.ok(!argv("render").includes("--permission"));
  });
});

test("the Dockerfile runs only these steps, pins its bases and ends as user 999", () => {
  const scripts = [...DOCKERFILE.matchAll(/node (\.build\/\S+\.ts)/g)].map(([, script = ""]) => script);
  assert.deepEqual(scripts, [
    ".build/image/install-tools.ts",
    ".build/image/build-launcher.ts",
    ".build/bundle.ts",
    ".build/image/root.ts",
    ".build/image/compile-cache.ts",
  ]);
  for (const script of scripts) accessSync(join(ROOT, script), constants.R_OK);
  assert.match(DOCKERFILE, /^USER 999:999$/m);
  assert.doesNotMatch(DOCKERFILE, /:latest|curl|wget/);
  const [, version] = /^ARG NODE_VERSION=(\S+)$/m.exec(DOCKERFILE) ?? [];
  assert.ok(readFileSync(join(ROOT, "package.json"), "utf8").includes(`"node": "${version ?? ""}"`), version);
});

function step(script: string, ...args: readonly string[]): void {
  execFileSync(process.execPath, [join(ROOT, ".build/image", script), ...args], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** Files below a folder with their sizes and times of change. */
function snapshot(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, `${statSync(path).size} ${statSync(path).mtimeMs}`]),
  );
}
