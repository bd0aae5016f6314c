import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, globSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";

import { cli } from "../cli.ts";
import { skipWithout } from "../servers/find.ts";
import { CANARY, makeRepository, makeStores } from "./argocd-repository.ts";
import type { Ran } from "./programs.ts";
import { folderOfPrograms, objectsOf, ROOT, temporaryFolder, writeScript } from "./programs.ts";

/**
 * What the repo-servers of Argo CD's releases give a plugin. Before 3.0, variables without a value were dropped, and
 * ARGOCD_APP_PARAMETERS came with 2.6.
 */
const PROFILES: Readonly<Record<string, readonly string[]>> = {
  "2.4": [],
  "2.8": ["ARGOCD_APP_PARAMETERS"],
  "2.14": ["ARGOCD_APP_PARAMETERS", "ARGOCD_APP_REVISION_SHORT", "ARGOCD_APP_REVISION_SHORT_8"],
  "3.0": [
    "ARGOCD_APP_PARAMETERS",
    "ARGOCD_APP_REVISION_SHORT",
    "ARGOCD_APP_REVISION_SHORT_8",
    "ARGOCD_APP_PROJECT_NAME",
  ],
  "3.5": [
    "ARGOCD_APP_PARAMETERS",
    "ARGOCD_APP_REVISION_SHORT",
    "ARGOCD_APP_REVISION_SHORT_8",
    "ARGOCD_APP_PROJECT_NAME",
  ],
};
const ALWAYS = [
  "ARGOCD_APP_NAME",
  "ARGOCD_APP_NAMESPACE",
  "ARGOCD_APP_REVISION",
  "ARGOCD_APP_SOURCE_REPO_URL",
  "ARGOCD_APP_SOURCE_PATH",
  "ARGOCD_APP_SOURCE_TARGET_REVISION",
  "KUBE_VERSION",
  "KUBE_API_VERSIONS",
];
const VALUES: Readonly<Record<string, string>> = {
  ARGOCD_APP_NAME: "shop",
  ARGOCD_APP_NAMESPACE: "shop-prod",
  ARGOCD_APP_PROJECT_NAME: "default",
  ARGOCD_APP_REVISION: "8d1f5a1f0d8c4e0f9b6a3c2d1e0f9a8b7c6d5e4f",
  ARGOCD_APP_REVISION_SHORT: "8d1f5a1",
  ARGOCD_APP_REVISION_SHORT_8: "8d1f5a1f",
  ARGOCD_APP_SOURCE_REPO_URL: "https://git.example.com/apps.git",
  ARGOCD_APP_SOURCE_TARGET_REVISION: "main",
  ARGOCD_APP_PARAMETERS: "null",
  KUBE_VERSION: "1.33.0",
  KUBE_API_VERSIONS: "v1,apps/v1,apps/v1/Deployment",
};
const MOST_STDERR = 4096;

/** The variables of a release for an Application in `path`, with some of their values changed. */
function environmentOf(
  release: string,
  path: string,
  changed: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const all: Readonly<Record<string, string>> = { ...VALUES, ARGOCD_APP_SOURCE_PATH: path, ...changed };
  const names = [...ALWAYS, ...(PROFILES[release] ?? []), ...Object.keys(changed)];
  const entries = names.map((name) => [name, all[name] ?? ""] as const);
  const dropsEmpty = release.startsWith("2.");
  return Object.fromEntries(entries.filter(([, value]) => value !== "" || !dropsEmpty));
}

suite(
  "generate in the environments of Argo CD's releases",
  { skip: skipWithout("kustomize", "helm-4") },
  () => {
    const repository = makeRepository(temporaryFolder());
    const stores = makeStores(temporaryFolder());
    const programs =
      skipWithout("kustomize", "helm-4") === false
        ? folderOfPrograms({ kustomize: "kustomize", helm: "helm-4" })
        : "";

    /** The plugin server's runCommand: no standard input, all of the output in memory, SIGKILL at the end. */
    const runCommand = (env: Readonly<Record<string, string>>, path: string): Ran => {
      const { status, stdout, stderr } = spawnSync(
        join(programs, "presecret"),
        ["generate", `--stores=${stores}`],
        {
          cwd: join(repository, path),
          env: { PATH: `${programs}:/usr/bin:/bin`, ...env },
          stdio: ["ignore", "pipe", "pipe"],
          encoding: "utf8",
          maxBuffer: 100 * 1024 * 1024,
          timeout: 60_000,
          killSignal: "SIGKILL",
        },
      );
      return { status, stdout: stdout.replace(/\n$/, ""), stderr: stderr.trim() };
    };

    for (const release of Object.keys(PROFILES)) {
      test(`${release}: a folder, a kustomization, a chart and a missing secret`, () => {
        for (const path of ["plain", "overlays/prod", "chart"]) {
          const { status, stdout, stderr } = runCommand(environmentOf(release, path), path);
          assert.deepEqual([status, stderr], [0, ""], stderr);
          const objects = objectsOf(stdout);
          assert.ok(objects.some(({ kind }) => kind === "Secret"));
          assert.ok(objects.every(({ kind, apiVersion }) => kind !== "" && apiVersion !== ""));
        }
        const failed = runCommand(environmentOf(release, "missing"), "missing");
        assert.deepEqual([failed.status, failed.stdout], [66, ""]);
        assert.ok(Buffer.byteLength(failed.stderr) <= MOST_STDERR);
      });

      test(`${release}: uploaded files and the source hydrator are refused, without a destination's namespace it renders`, () => {
        const streamed = runCommand(
          environmentOf(release, "plain", { ARGOCD_APP_REVISION: "streamed" }),
          "plain",
        );
        assert.equal(streamed.status, 77);
        const hydrated = runCommand(
          environmentOf(release, "plain", { KUBE_VERSION: "", KUBE_API_VERSIONS: "" }),
          "plain",
        );
        assert.equal(hydrated.status, 77);
        assert.match(hydrated.stderr, /HYDRATION_REFUSED/);
        const nowhere = runCommand(environmentOf(release, "plain", { ARGOCD_APP_NAMESPACE: "" }), "plain");
        assert.equal(nowhere.status, 0, nowhere.stderr);
      });
    }
  },
);

const FIXTURES = join(ROOT, "fixtures");
const fixtures = globSync("**/input.yaml", { cwd: FIXTURES })
  .map(dirname)
  .filter(
    (folder) =>
      !["args.txt", "remote.yaml", "stores"].some((name) => existsSync(join(FIXTURES, folder, name))),
  );
let rendered = 0;

for (const folder of fixtures) {
  test(`generate gives all or nothing: fixture ${folder}`, async () => {
    const cwd = join(temporaryFolder(), "app");
    mkdirSync(cwd);
    cpSync(join(FIXTURES, folder, "input.yaml"), join(cwd, "input.yaml"));
    const env = environmentOf("3.5", "app", { ARGOCD_APP_NAMESPACE: "default" });
    const { exit, stdout, stderr } = await cli(["generate", "--tenant-stores", "--all-namespaces"], {
      cwd,
      env,
    });
    assert.ok(Buffer.byteLength(stderr) <= MOST_STDERR, `${Buffer.byteLength(stderr)} bytes`);
    assert.ok(!stderr.includes(CANARY));
    if (exit === 0) {
      rendered += 1;
      assert.equal(stdout, readFileSync(join(FIXTURES, folder, "expected.yaml"), "utf8"));
    } else assert.equal(stdout, "");
  });
}

test("many fixtures render as a plugin", () => {
  assert.ok(fixtures.length > 60, `only ${fixtures.length} were found`);
  assert.ok(rendered > 20, `only ${rendered} rendered`);
});

const PARAMETERS: readonly (readonly [what: string, text: string, message: RegExp | undefined])[] = [
  ["null", "null", undefined],
  ["an empty list", "[]", undefined],
  ["nothing", "", undefined],
  [
    "more than 128 KiB",
    JSON.stringify([{ name: "values", string: "x".repeat(130 * 1024) }]),
    /more than 128 KiB/,
  ],
  ["no JSON", "{", /not valid JSON/],
  ["no list", "{}", /not a list/],
  ["a list of nothing", "[null]", /an entry has no name/],
  ["__proto__", '[{"name": "__proto__", "string": "x"}]', /no parameter "__proto__"/],
];

for (const [what, text, message] of PARAMETERS) {
  test(`ARGOCD_APP_PARAMETERS: ${what}`, async () => {
    const cwd = join(makeRepository(temporaryFolder()), "plain");
    const env = { ...environmentOf("3.5", "plain"), ARGOCD_APP_PARAMETERS: text };
    const { exit, stdout, stderr } = await cli(["generate", "--stores", makeStores(temporaryFolder())], {
      cwd,
      env,
    });
    if (message === undefined) assert.equal(exit, 0, stderr);
    else {
      assert.deepEqual([exit, stdout], [65, ""]);
      assert.match(stderr, message);
    }
  });
}

test("PARAM_ variables are not read: names that collide there are told apart in ARGOCD_APP_PARAMETERS", async () => {
  const cwd = join(makeRepository(temporaryFolder()), "plain");
  const env = {
    ...environmentOf("3.5", "plain"),
    PARAM_VALUES_FILES_0: "/etc/passwd",
    PARAM_RELEASE_NAME: "x",
    ARGOCD_ENV_: "",
    ARGOCD_ENV_TIMEOUT: "1ms",
  };
  const { exit, stderr } = await cli(["generate", "--stores", makeStores(temporaryFolder())], { cwd, env });
  assert.equal(exit, 0, stderr);
});

test("kustomize gets neither credentials nor the Application's variables, and no way to other hosts", async () => {
  const programs = temporaryFolder();
  writeScript(join(programs, "kustomize"), "env >&2; exit 1");
  const cwd = join(makeRepository(temporaryFolder()), "overlays/prod");
  const secrets = {
    VAULT_TOKEN: CANARY,
    AWS_SESSION_TOKEN: CANARY,
    AWS_WEB_IDENTITY_TOKEN_FILE: "/run/token",
  };
  const env = {
    ...environmentOf("3.5", "overlays/prod"),
    ...secrets,
    ARGOCD_ENV_X: "y",
    PATH: `${programs}:/usr/bin:/bin`,
  };
  const { exit, stderr } = await cli(["generate"], { cwd, env });
  assert.equal(exit, 65);
  assert.match(stderr, /kustomize: HOME=\/nonexistent/);
  assert.match(stderr, /kustomize: GIT_ALLOW_PROTOCOL=none/);
  assert.match(stderr, /kustomize: HTTPS_PROXY=/);
  assert.doesNotMatch(stderr, /VAULT|AWS|ARGOCD|KUBE_|s3cr3t/);
});

const UNSAFE = ["NODE_TLS_REJECT_UNAUTHORIZED", "NODE_DEBUG", "NODE_OPTIONS", "DEBUG", "AZURE_LOG_LEVEL"];

for (const name of UNSAFE) {
  test(`generate refuses to run with ${name}`, async () => {
    const { exit, stdout, stderr } = await cli(["generate"], {
      env: { ...environmentOf("3.5", "x"), [name]: "0" },
    });
    assert.deepEqual([exit, stdout], [78, ""]);
    assert.match(stderr, new RegExp(`Cannot run with ${name} set`));
  });
}
