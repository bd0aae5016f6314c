import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";

import { argocdCaller } from "../../../src/hosts/report/caller.ts";
import type { RunReport } from "../../../src/hosts/report/run-report.ts";
import { cli } from "../../cli.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const DEMO = join(ROOT, "fixtures/demo/guestbook");
const directory = mkdtempSync(join(tmpdir(), "presecret-report-"));
after(() => rmSync(directory, { recursive: true }));

async function reportOf(argv: readonly string[], cwd = ROOT): Promise<{ report: RunReport; exit: number }> {
  const path = join(directory, "report.json");
  const { exit } = await cli([...argv, "--report", path], { cwd });
  return { report: JSON.parse(readFileSync(path, "utf8")) as RunReport, exit };
}

test("--report: the demo, per ExternalSecret", async () => {
  const { report } = await reportOf(["render", DEMO]);
  const [database, registry, config] = report.externalSecrets;
  assert.equal(report.exitCode, 0);
  assert.deepEqual(
    report.externalSecrets.map(({ name, outcome }) => [name, outcome]),
    [
      ["guestbook-database", "written"],
      ["registry", "written"],
      ["guestbook-config", "written"],
      ["guestbook-tls", "written"],
    ],
  );
  assert.match(database?.file.path ?? "", /guestbook\/secrets\.yaml$/);
  assert.equal(database?.file.line, 2);
  assert.deepEqual(
    database.reads.map(({ field, store, key, property, version, outcome, isCacheHit }) => ({
      field,
      store,
      key,
      property,
      version,
      outcome,
      isCacheHit,
    })),
    [
      ["spec.data[0]", "guestbook/database", "host", undefined, false] as const,
      ["spec.data[1]", "guestbook/database", "password", undefined, true] as const,
      ["spec.data[2]", "guestbook/api-key", undefined, "v2", false] as const,
    ].map(([field, key, property, version, isCacheHit]) => ({
      field,
      store: "SecretStore guestbook/guestbook",
      key,
      property,
      version,
      outcome: "found",
      isCacheHit,
    })),
  );
  assert.deepEqual(registry?.keys, [{ key: ".dockerconfigjson", size: "up to 1 KiB" }]);
  assert.deepEqual(config?.templates, [
    {
      field: 'spec.target.template.data["config.yaml"]',
      functions: ["quote"],
      inputs: ["host", "password", "port", "smtp_user", "username"],
      takesAll: false,
      isBroken: false,
    },
  ]);
});

test("--report: totals, and what each store was asked", async () => {
  const { report } = await reportOf(["render", DEMO]);
  assert.deepEqual(report.totals, {
    externalSecrets: 4,
    secretsWritten: 4,
    reads: 5,
    cacheHits: 2,
    calls: 0,
    retries: 0,
    errors: 0,
    warnings: 0,
  });
  assert.deepEqual(
    report.stores.map(({ store, provider, reads, cacheHits, outcomes }) => [
      store,
      provider,
      reads,
      cacheHits,
      outcomes.found,
    ]),
    [
      ["SecretStore guestbook/guestbook", "fake", 3, 2, 3],
      ["ClusterSecretStore platform", "fake", 2, 0, 2],
    ],
  );
});

test("--report: written when the render fails, with all diagnostics and what was refused", async () => {
  const cwd = join(ROOT, "fixtures/hosts/five-mistakes");
  const { report, exit } = await reportOf(["render", "input.yaml"], cwd);
  assert.equal(exit, 65);
  assert.equal(report.exitCode, 65);
  assert.equal(report.totals.secretsWritten, 0);
  assert.deepEqual(
    report.diagnostics.map(({ code }) => code),
    ["STORE_NOT_FOUND", "STORE_NOT_FOUND", "SECRET_NOT_FOUND", "KEY_INVALID", "FIELD_UNKNOWN"],
  );
  assert.deepEqual(
    report.externalSecrets.map(({ name, outcome }) => [name, outcome]),
    [
      ["missing-store", "failed"],
      ["namespaced-store", "failed"],
      ["unknown-key", "failed"],
      ["invalid-key", "failed"],
      ["unknown-field", "refused"],
    ],
  );
  assert.equal(report.externalSecrets[2]?.reads[0]?.outcome, "missing");
});

test("--report: written when the run stops before it has a plan", async () => {
  const { report, exit } = await reportOf(["render", "no-such-file.yaml"]);
  assert.equal(exit, 65);
  assert.deepEqual(
    report.diagnostics.map(({ code }) => code),
    ["INPUT_UNREADABLE"],
  );
});

test("--report: whole or not there, for its owner only, and nothing is left beside it", async () => {
  const path = join(directory, "whole.html");
  writeFileSync(path, "before");
  await cli(["render", DEMO, "--report", path]);
  assert.match(readFileSync(path, "utf8"), /^<!doctype html>[^]*<\/html>\n$/);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(
    readdirSync(directory).filter((name) => name.includes("whole")),
    ["whole.html"],
  );
});

test("--report: where it cannot be written nothing is rendered", async () => {
  const { exit, stdout, stderr } = await cli(["render", DEMO, "--report", join(directory, "no/r.json")]);
  assert.equal(exit, 64);
  assert.equal(stdout, "");
  assert.match(stderr, /Cannot write to .*: its folder does not exist \[OUTPUT_REFUSED\]/);
});

test("--report: a folder of that name is OUTPUT_FAILED, and nothing is rendered", async () => {
  mkdirSync(join(directory, "taken.json"));
  const { exit, stdout, stderr } = await cli(["render", DEMO, "--report", join(directory, "taken.json")]);
  assert.equal(exit, 74);
  assert.equal(stdout, "");
  assert.match(stderr, /Cannot write the report to .* \[OUTPUT_FAILED\]/);
});

test("--report: a name that ends in neither .json nor .html is refused before anything is done", async () => {
  const { exit, stderr } = await cli(["render", DEMO, "--report", "report.txt"]);
  assert.equal(exit, 64);
  assert.match(stderr, /Flag --report cannot be "report\.txt"/);
});

test("argocdCaller: the application, its project and revision, where they are known", () => {
  assert.deepEqual(
    argocdCaller({ ARGOCD_APP_NAME: "shop", ARGOCD_APP_PROJECT_NAME: "web", ARGOCD_APP_REVISION: "4f1c" }),
    { application: "shop", project: "web", revision: "4f1c" },
  );
  assert.deepEqual(argocdCaller({ ARGOCD_APP_NAME: "shop", ARGOCD_APP_REVISION: "" }), {
    application: "shop",
  });
});

/** A ResourceList with one ExternalSecret and these options of the function. */
function list(spec: object): string {
  return JSON.stringify({
    apiVersion: "config.kubernetes.io/v1",
    kind: "ResourceList",
    items: [
      {
        apiVersion: "external-secrets.io/v1",
        kind: "ExternalSecret",
        metadata: { name: "app" },
        spec: { secretStoreRef: { name: "s" }, data: [{ secretKey: "p", remoteRef: { key: "k" } }] },
      },
      {
        apiVersion: "external-secrets.io/v1",
        kind: "SecretStore",
        metadata: { name: "s" },
        spec: { provider: { fake: { data: [{ key: "k", value: "s3cr3t-canary" }] } } },
      },
    ],
    functionConfig: {
      apiVersion: "presecret.dev/v1alpha1",
      kind: "Presecret",
      metadata: { name: "p" },
      spec,
    },
  });
}

test("fn: a functionConfig asks for a report and an audit log; without them no item is given back", async () => {
  const report = join(directory, "fn.json");
  const audit = join(directory, "fn.log");
  const { exit, stdout } = await cli(["fn"], { stdin: list({ report, audit }) });
  assert.equal(exit, 0);
  assert.match(stdout, /kind: "?Secret/);
  assert.equal((JSON.parse(readFileSync(report, "utf8")) as RunReport).command, "fn");
  assert.match(readFileSync(audit, "utf8"), /"key":"fake:k","outcome":"found"/);
  const failed = await cli(["fn"], { stdin: list({ audit: directory }) });
  assert.equal(failed.exit, 74);
  assert.match(failed.stdout, /AUDIT_FAILED/);
  assert.doesNotMatch(failed.stdout, /kind: "?Secret"?$/m);
});

test("generate: the report and the audit log name the Application", async () => {
  const stores = join(directory, "stores");
  mkdirSync(stores, { recursive: true });
  writeFileSync(join(stores, "stores.yaml"), readFileSync(join(DEMO, "stores.yaml")));
  const application = join(directory, "application");
  mkdirSync(application, { recursive: true });
  writeFileSync(join(application, "secrets.yaml"), readFileSync(join(DEMO, "secrets.yaml")));
  const report = join(directory, "generate.json");
  const audit = join(directory, "generate.log");
  const caller = { application: "shop", project: "web", revision: "4f1c" };
  const { exit, stderr } = await cli(["generate", "--stores", stores, "--report", report, "--audit", audit], {
    cwd: application,
    env: {
      ARGOCD_APP_NAME: caller.application,
      ARGOCD_APP_PROJECT_NAME: caller.project,
      ARGOCD_APP_REVISION: caller.revision,
      ARGOCD_APP_NAMESPACE: "guestbook",
      ARGOCD_APP_SOURCE_PATH: ".",
      KUBE_VERSION: "1.33.0",
    },
  });
  assert.equal(exit, 0, stderr);
  assert.deepEqual((JSON.parse(readFileSync(report, "utf8")) as RunReport).caller, caller);
  const [line = ""] = readFileSync(audit, "utf8").split("\n");
  assert.deepEqual((JSON.parse(line) as { caller: unknown }).caller, caller);
});

/** Two namespaces, each with a store of its own that has the same key. */
const TWO_STORES = ["one", "two"]
  .map(
    (namespace) => `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: s, namespace: ${namespace}}
spec: {provider: {fake: {data: [{key: k, value: s3cr3t-canary}]}}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: app, namespace: ${namespace}}
spec:
  secretStoreRef: {name: s}
  data: [{secretKey: a, remoteRef: {key: k}}, {secretKey: b, remoteRef: {key: k}}]
`,
  )
  .join("---\n");

test("--report: a key that two stores have is a cache hit only where the same store was asked before", async () => {
  const path = join(directory, "two.json");
  await cli(["render", "-", "--report", path], { stdin: TWO_STORES });
  const { totals, stores, externalSecrets } = JSON.parse(readFileSync(path, "utf8")) as RunReport;
  assert.deepEqual(
    externalSecrets.map(({ reads }) => reads.map(({ isCacheHit }) => isCacheHit)),
    [
      [false, true],
      [false, true],
    ],
  );
  assert.deepEqual(
    stores.map(({ reads, cacheHits }) => [reads, cacheHits]),
    [
      [1, 1],
      [1, 1],
    ],
  );
  assert.deepEqual([totals.reads, totals.cacheHits], [2, 2]);
});
