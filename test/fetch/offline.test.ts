import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";

import { cli } from "../cli.ts";

const ROOT = resolve(import.meta.dirname, "../..");

interface Observed {
  readonly loaded: readonly string[];
  readonly connected: readonly string[];
}

test("a stream whose stores are all fake loads no code of the network and makes no connection", (t) => {
  const directory = mkdtempSync(join(tmpdir(), "presecret-offline-"));
  t.after(() => {
    rmSync(directory, { recursive: true });
  });
  const observed = join(directory, "observed.json");
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      `--import=${join(import.meta.dirname, "observe.ts")}`,
      join(ROOT, "src/main.ts"),
      "render",
      join(ROOT, "fixtures/demo/guestbook"),
    ],
    { env: { ...process.env, OBSERVED: observed, HTTPS_PROXY: "http://127.0.0.1:1" }, encoding: "utf8" },
  );
  assert.equal(status, 0);
  assert.match(stdout, /kind: Secret/);
  const { loaded, connected } = JSON.parse(readFileSync(observed, "utf8")) as Observed;
  assert.ok(loaded.includes("providers/fake/client.ts"), "what is loaded was not observed");
  const remote =
    /^node:|^net\/|^providers\/(?!fake\/)\w+\/.*(?:auth|client|exchange|login|session|transport)/;
  assert.deepEqual(
    loaded.filter((file) => remote.test(file)),
    [],
  );
  assert.deepEqual(connected, []);
});

const AZURE = `
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: azure }
spec:
  provider:
    azurekv:
      vaultUrl: https://kv-a.vault.azure.net
      tenantId: 00000000-0000-0000-0000-000000000001
      authSecretRef: { clientId: { name: login, key: id }, clientSecret: { name: login, key: secret } }
---
apiVersion: v1
kind: Secret
metadata: { name: login }
stringData: { id: app, secret: s3cr3t-canary }
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: app }
spec:
  secretStoreRef: { name: azure }
  data: [{ secretKey: k, remoteRef: { key: app } }]
`;

test("a proxy that is none is PROXY_INVALID, exit code 78", async () => {
  const { exit, stdout, stderr } = await cli(["render", "-"], {
    stdin: AZURE,
    env: { HTTPS_PROXY: "socks5://proxy.example.com" },
  });
  assert.equal(exit, 78);
  assert.equal(stdout, "");
  assert.match(stderr, /Cannot use the proxy of the environment variable HTTPS_PROXY: .* \[PROXY_INVALID\]/);
});

test("a host that --allow-host does not name is ENDPOINT_DENIED, exit code 77", async () => {
  const { exit, stderr } = await cli(["render", "-", "--allow-host", "vault.example.com"], { stdin: AZURE });
  assert.equal(exit, 77);
  assert.match(stderr, /: only "vault.example.com" is allowed .*\[ENDPOINT_DENIED\]/);
});
