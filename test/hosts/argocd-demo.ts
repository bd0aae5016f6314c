import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import type { Application, Generated } from "../servers/cmp-server.ts";
import { CmpServer } from "../servers/cmp-server.ts";
import { CANARY, makeRepository, makeStores, pluginYaml } from "./argocd-repository.ts";
import { memoryBelow } from "./memory.ts";
import { folderOfPrograms } from "./programs.ts";
import { SilentServer, storeAt } from "./silent-server.ts";

/**
 * Drives Argo CD's own plugin server with presecret as its plugin, as the repo-server would, and prints what comes of
 * each Application: `npm run demo:argocd`. Ends with 1 where something is not as it should be.
 */
const MOST_MIB = 2560;
const AT_ONCE = 20;
const MOST_SECONDS = 46;

const folder = mkdtempSync(join(tmpdir(), "argocd-demo-"));
const repository = makeRepository(join(folder, "repository"));
const stores = makeStores(join(folder, "stores"));
const path = folderOfPrograms({ kustomize: "kustomize", helm: "helm-4" });
const silent = await SilentServer.start();
writeFileSync(join(stores, "silent.yaml"), storeAt("silent", silent.address));
const flags = [`--stores=${stores}`, `--allow-host=${silent.address}`];
const server = await CmpServer.start(pluginYaml(flags), { PATH: `${path}:/usr/bin:/bin` });
let failures = 0;
try {
  await show("a folder of manifests", { path: "plain" }, true);
  await show("a kustomization", { path: "overlays/prod" }, true);
  await show("a chart", { path: "chart" }, true);
  const parameters = [
    { name: "release-name", string: "storefront" },
    { name: "values-files", array: ["values-prod.yaml"] },
    { name: "helm-parameters", map: { "database.key": "shop/database" } },
  ];
  await show("a chart with parameters", { path: "chart", parameters }, true);
  await show("a missing secret", { path: "missing" }, false);
  await show("a store of the Application's own", { path: "own-store" }, false);
  await show("a server that is not allowed", { path: "vault" }, false);
  await show("uploaded files", { path: "plain", revision: "streamed" }, false);
  await show("the source hydrator", { path: "plain", kubeVersion: "" }, false);
  await showTwenty();
  await showCancelled();
  await showSilentStore();
  check("no secret stands in the server's log", !server.log().includes(CANARY));
} finally {
  await server.stop();
  silent.close();
  rmSync(folder, { recursive: true });
}
process.exitCode = failures === 0 ? 0 : 1;

async function show(what: string, application: Partial<Application>, works: boolean): Promise<void> {
  const generated = await generate(application);
  console.log(`\n== ${what} (${generated.elapsedSeconds.toFixed(2)} s)`);
  console.log(generated.error === undefined ? listOf(generated) : generated.error);
  check(works ? "it renders" : "it is refused", works === (generated.error === undefined));
  check("no secret is in the error", generated.error?.includes(CANARY) !== true);
}

async function showTwenty(): Promise<void> {
  console.log(`\n== ${AT_ONCE} Applications at once`);
  let peak = { rss: 0, pss: 0, processes: 0 };
  const timer = setInterval(() => {
    const now = memoryBelow(server.pid);
    if (now.pss > peak.pss) peak = now;
  }, 20);
  const paths = ["plain", "overlays/prod", "chart"];
  const started = Date.now();
  const all = await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, index) =>
      generate({ path: paths[index % paths.length] ?? "" }),
    ),
  );
  clearInterval(timer);
  const seconds = (Date.now() - started) / 1000;
  console.log(
    `${seconds.toFixed(1)} s; at most ${peak.pss.toFixed(0)} MiB in ${peak.processes} processes (RSS ${peak.rss.toFixed(0)} MiB)`,
  );
  check(
    "all render",
    all.every(({ error }) => error === undefined),
  );
  check(`together they stay below ${MOST_MIB} MiB`, peak.pss > 0 && peak.pss < MOST_MIB);
}

async function showCancelled(): Promise<void> {
  const { error = "" } = await server.generate(
    repository,
    { name: "shop", namespace: "shop-prod", path: "overlays/prod" },
    { cancelSeconds: 0.05 },
  );
  console.log(`\n== a call that is cancelled\n${error}`);
  for (let tries = 0; tries < 100 && memoryBelow(server.pid).processes > 1; tries++) await wait(100);
  check("no process is left", memoryBelow(server.pid).processes === 1);
}

async function showSilentStore(): Promise<void> {
  const { error = "", elapsedSeconds } = await generate({ path: "silent" });
  console.log(`\n== a store that does not answer (${elapsedSeconds.toFixed(2)} s)\n${error}`);
  check(
    "it ends with exit code 75 and names the store",
    /exit status 75: .*ClusterSecretStore silent: /s.test(error),
  );
  check(`it ends within ${MOST_SECONDS} s`, elapsedSeconds < MOST_SECONDS);
}

async function generate(application: Partial<Application>): Promise<Generated> {
  return server.generate(repository, { name: "shop", namespace: "shop-prod", path: "plain", ...application });
}

function listOf({ objects }: Generated): string {
  return objects
    .map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`)
    .join("\n");
}

function check(what: string, holds: boolean): void {
  console.log(`${holds ? "ok" : "NOT OK"}: ${what}`);
  if (!holds) failures += 1;
}
