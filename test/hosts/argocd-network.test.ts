import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";

import type { CliResult } from "../cli.ts";
import { cli } from "../cli.ts";
import { temporaryFolder } from "./programs.ts";
import { SilentServer, storeAt } from "./silent-server.ts";

const ARGOCD = { ARGOCD_APP_NAME: "shop", ARGOCD_APP_REVISION: "1234567", KUBE_VERSION: "1.33.0" };

suite("generate and a store that does not answer", () => {
  let server: SilentServer;
  const folder = temporaryFolder();
  let down = "";

  before(async () => {
    server = await SilentServer.start();
    const gone = await SilentServer.start();
    gone.close();
    down = gone.address;
    for (const name of ["stores", "slow", "down"]) mkdirSync(join(folder, name));
    writeFileSync(join(folder, "stores/slow.yaml"), storeAt("slow", server.address));
    writeFileSync(join(folder, "stores/down.yaml"), storeAt("down", down).replace(/---[^]*/, ""));
    for (const name of ["slow", "down"]) writeFileSync(join(folder, name, "app.yaml"), externalSecret(name));
  });
  after(() => server.close());

  const generate = async (
    flags: readonly string[],
    env: Readonly<Record<string, string>> = {},
    app = "slow",
  ): Promise<CliResult> =>
    cli(["generate", "--stores", join(folder, "stores"), ...flags], {
      cwd: join(folder, app),
      env: { ...ARGOCD, ...env },
    });

  test("without --allow-host no connection is made", async () => {
    const { exit, stdout, stderr } = await generate([]);
    assert.deepEqual([exit, stdout], [77, ""]);
    assert.match(stderr, /ENDPOINT_DENIED/);
    assert.equal(server.connections, 0);
  });

  test("no variable and no parameter of the Application's allows one", async () => {
    const hostile = {
      ARGOCD_ENV_ALLOW_HOST: server.address,
      PARAM_ALLOW_HOST: server.address,
      ARGOCD_APP_PARAMETERS: "[]",
      ARGOCD_ENV_VAULT_ADDR: `http://${server.address}`,
      ARGOCD_ENV_HTTP_PROXY: `http://${server.address}`,
    };
    assert.equal((await generate([], hostile)).exit, 77);
    assert.equal(server.connections, 0);
  });

  test("a store that is down is told by its name", async () => {
    const { exit, stdout, stderr } = await generate(["--allow-host", down], {}, "down");
    assert.deepEqual([exit, stdout], [69, ""]);
    assert.match(stderr, /ClusterSecretStore down: /);
  });

  test("at the deadline it ends with 75 and names the store, and shows no credential", async () => {
    const { exit, stdout, stderr } = await generate(["--allow-host", server.address, "--timeout", "3s"]);
    assert.deepEqual([exit, stdout], [75, ""]);
    assert.match(stderr, /ClusterSecretStore slow: .*\[DEADLINE\]/);
    assert.doesNotMatch(stderr, /s3cr3t/);
    assert.ok(server.connections > 0);
  });
});

function externalSecret(store: string): string {
  return `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: a}
spec:
  secretStoreRef: {name: ${store}, kind: ClusterSecretStore}
  data: [{secretKey: p, remoteRef: {key: k}}]
`;
}
