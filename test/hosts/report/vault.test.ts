import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";

import type { RunReport } from "../../../src/hosts/report/run-report.ts";
import { cli } from "../../cli.ts";
import { externalSecret, secret, stream, TOKEN_AUTH, vaultStore } from "../../providers/vault/manifests.ts";
import { skipWithout } from "../../servers/find.ts";
import type { OpenBao } from "../../servers/openbao.ts";
import { startOpenBao } from "../../servers/openbao.ts";

suite("records of a real server", { skip: skipWithout("openbao") }, () => {
  let server: OpenBao;
  const directory = mkdtempSync(join(tmpdir(), "presecret-records-"));
  const report = join(directory, "report.json");

  before(async () => {
    server = await startOpenBao();
    for (const name of ["one", "two", "folder/three"])
      await server.request("POST", `secret/data/${name}`, { body: { data: { value: "s3cr3t-canary" } } });
  });
  after(async () => {
    await server.stop();
    rmSync(directory, { recursive: true });
  });

  async function render(): Promise<{ exit: number; lines: Record<string, unknown>[] }> {
    const find = {
      find: { path: "folder", name: { regexp: "." } },
      rewrite: [{ regexp: { source: "/", target: "_" } }],
    };
    const stdin = stream(
      vaultStore({ server: server.address, auth: TOKEN_AUTH }),
      secret("creds", { token: "root" }),
      externalSecret(
        {
          a: { key: "one", property: "value" },
          b: { key: "two", property: "value" },
          c: { key: "one", property: "value" },
        },
        { dataFrom: [find] },
      ),
    );
    const { exit, stderr } = await cli(["render", "-", "--audit", "-", "--report", report], { stdin });
    const lines = stderr.split("\n").filter((line) => line.startsWith("{"));
    return { exit, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
  }

  test("--audit: who, what, and the server's ID of each request, the hits of a find among them", async () => {
    const { exit, lines } = await render();
    assert.equal(exit, 0);
    const secrets = lines.filter(({ key, operation }) => key !== undefined && operation !== undefined);
    const told = secrets.map(
      ({ key, identity, outcome }) => `${String(key)} ${String(identity)} ${String(outcome)}`,
    );
    const mount = `vault:${new URL(server.address).host}:-:secret`;
    assert.deepEqual(
      told.toSorted((a, b) => (a < b ? -1 : 1)),
      ["folder/three", "one", "two"].map((name) => `${mount}/${name} token found`),
    );
    for (const { requestId } of secrets) assert.match(String(requestId), /^[0-9a-f-]{36}$/);
  });

  test("--report: calls and what was read once for several entries", async () => {
    await render();
    const { stores, totals, externalSecrets } = JSON.parse(readFileSync(report, "utf8")) as RunReport;
    assert.deepEqual([totals.reads, totals.cacheHits, totals.retries], [3, 1, 0]);
    assert.ok(totals.calls >= 4, "three secrets and a list");
    assert.deepEqual(stores[0]?.identities, ["token"]);
    const reads = externalSecrets[0]?.reads.filter(({ field }) => field.startsWith("spec.data[")) ?? [];
    assert.deepEqual(
      reads.map(({ isCacheHit, attempts, requestIds }) => [isCacheHit, attempts, requestIds.length]),
      [
        [false, 1, 1],
        [false, 1, 1],
        [true, 1, 1],
      ],
    );
  });

  test("--report: of one key in several stores, each read has the outcome and calls of its own store", async () => {
    const store = { server: server.address, auth: TOKEN_AUTH };
    const namespaces = ["first", "same-login", "other-settings", "no-login"];
    const objects = namespaces.flatMap((namespace) => [
      vaultStore(namespace === "other-settings" ? { ...store, forwardInconsistent: true } : store, {
        namespace,
      }),
      ...(namespace === "no-login" ? [] : [secret("creds", { token: "root" }, namespace)]),
      externalSecret({ a: { key: "one", property: "value" } }, { namespace }),
    ]);
    const { exit } = await cli(["render", "-", "--report", report], { stdin: stream(...objects) });
    assert.equal(exit, 77);
    const { externalSecrets, stores, totals } = JSON.parse(readFileSync(report, "utf8")) as RunReport;
    const reads = externalSecrets.flatMap((each) => each.reads);
    assert.deepEqual(
      reads.map(({ outcome, isCacheHit, requestIds }) => [outcome, isCacheHit, requestIds.length]),
      [
        ["found", false, 1],
        ["found", true, 1],
        ["found", false, 1],
        ["not asked", false, 0],
      ],
    );
    assert.equal(reads[0]?.requestIds[0], reads[1]?.requestIds[0]);
    assert.notEqual(reads[0]?.requestIds[0], reads[2]?.requestIds[0]);
    assert.deepEqual(
      stores.map((each) => [each.reads, each.cacheHits]),
      [
        [1, 0],
        [0, 1],
        [1, 0],
        [0, 0],
      ],
    );
    assert.deepEqual([totals.reads, totals.cacheHits], [2, 1]);
  });
});
