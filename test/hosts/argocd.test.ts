import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";

import type { Application, Generated } from "../servers/cmp-server.ts";
import { CmpServer } from "../servers/cmp-server.ts";
import { skipWithout } from "../servers/find.ts";
import { CANARY, makeRepository, makeStores, pluginYaml } from "./argocd-repository.ts";
import { memoryBelow } from "./memory.ts";
import { folderOfPrograms, ROOT, temporaryFolder } from "./programs.ts";

const TOOLS = ["cmp-host", "kustomize", "helm-4"];
const skip = skipWithout(...TOOLS);

suite("the real argocd-cmp-server", { skip }, () => {
  const repository = skip === false ? makeRepository(temporaryFolder()) : "";
  const stores = skip === false ? makeStores(temporaryFolder()) : "";
  const path = skip === false ? folderOfPrograms({ kustomize: "kustomize", helm: "helm-4" }) : "";
  let server: CmpServer;

  before(async () => {
    server = await CmpServer.start(pluginYaml([`--stores=${stores}`]), { PATH: `${path}:/usr/bin:/bin` });
  });
  after(async () => server.stop());

  const generate = async (application: Partial<Application>, options = {}): Promise<Generated> =>
    server.generate(
      repository,
      { name: "shop", namespace: "shop-prod", path: "plain", ...application },
      options,
    );

  test("a folder of manifests", async () => {
    const { objects, error, discoverySet } = await generate({});
    assert.equal(error, undefined);
    assert.equal(discoverySet, false);
    assert.deepEqual(names(objects), ["ConfigMap c", "Secret shop-database"]);
  });

  test("a kustomization with its base beside it", async () => {
    const { objects, error } = await generate({ path: "overlays/prod" });
    assert.equal(error, undefined);
    assert.deepEqual(names(objects), ["ConfigMap prod-c", "Secret prod-shop-database"]);
  });

  test("a kustomization that lists presecret as a function: it renders behind kustomize", async () => {
    const { objects, error } = await generate({ path: "function" });
    assert.equal(error, undefined);
    assert.deepEqual(names(objects), ["ConfigMap prod-c", "Secret prod-shop-database"]);
  });

  test("a chart with the Application's name, namespace, versions and parameters", async () => {
    const { objects, error } = await generate({
      name: "team-a_shop",
      path: "chart",
      apiVersions: ["v1", "monitoring.coreos.com/v1"],
      parameters: [
        { name: "values-files", array: ["values-prod.yaml", "../shared/values.yaml"] },
        { name: "values", string: "replicas: 4\n" },
        { name: "helm-parameters", map: { "database.key": "shop/database" } },
      ],
    });
    assert.equal(error, undefined);
    assert.deepEqual(names(objects), ["Deployment shop", "Job shop-migrate", "Secret shop-database"]);
    const [deployment] = objects.filter(({ kind }) => kind === "Deployment");
    assert.match(
      JSON.stringify(deployment),
      /"monitored":"yes".*"replicas":4|"replicas":4.*"monitored":"yes"/,
    );
    assert.match(JSON.stringify(deployment), /"kubernetes":"v1\.33\.0"/);
  });

  test("release-name stands over the Application's name", async () => {
    const { objects } = await generate({
      path: "chart",
      parameters: [{ name: "release-name", string: "other" }],
    });
    assert.ok(names(objects).includes("Deployment other"));
  });

  for (const parameters of [undefined, null, []] as const) {
    test(`no parameters: ${JSON.stringify(parameters)}`, async () => {
      const { error } = await generate({
        path: "chart",
        ...(parameters === undefined ? {} : { parameters }),
      });
      assert.equal(error, undefined);
    });
  }

  test("a missing secret: the text that the UI shows has the place, the store and a hint, and no secret", async () => {
    const { objects, error = "" } = await generate({ path: "missing" });
    assert.deepEqual(objects, []);
    assert.match(error, /exit status 66/);
    assert.match(error, /missing\.yaml:\d+: ExternalSecret gone: spec\.data\[0\]/);
    assert.match(error, /"none".*ClusterSecretStore "platform"/);
    assert.doesNotMatch(error + server.log(), new RegExp(CANARY));
    assert.ok(Buffer.byteLength(error) < 5000);
  });

  test("one ExternalSecret that fails leaves nothing of the others", async () => {
    const { objects, error } = await generate({ path: "partial" });
    assert.deepEqual(objects, []);
    assert.match(error ?? "", /SECRET_NOT_FOUND/);
  });

  test("a hundred errors are cut at 4 KB, in whole messages, with a count", async () => {
    const { error = "" } = await generate({ path: "hundred" });
    const stderr = error.slice(error.indexOf("hundred.yaml"));
    assert.ok(Buffer.byteLength(stderr) <= 4096, `${stderr.length}`);
    assert.match(stderr, /presecret: and \d+ more$/);
  });

  test("kustomize's error is shown", async () => {
    const { error } = await generate({ path: "broken" });
    assert.match(error ?? "", /\[RENDERER_FAILED\]\s+kustomize: Error: /);
  });

  test("two runs give the same bytes", async () => {
    const first = await generate({ path: "overlays/prod" });
    const second = await generate({ path: "overlays/prod" });
    assert.equal(JSON.stringify(first.objects), JSON.stringify(second.objects));
  });

  test("plugin.env and parameters change no setting, whatever they say", async () => {
    const hostile = {
      PRESECRET_STORES: "/tmp",
      VAULT_ADDR: "https://evil.example",
      VAULT_TOKEN: "t",
      NODE_OPTIONS: "--inspect",
      PATH: "/tmp",
      HOME: "/tmp",
      ARGOCD_APP_REVISION: "streamed",
      KUBE_VERSION: "",
      AWS_PROFILE: "x",
      HTTPS_PROXY: "http://evil.example",
    };
    const plain = await generate({ path: "overlays/prod" });
    const { objects, error } = await generate({ path: "overlays/prod", env: hostile, parameters: [] });
    assert.equal(error, undefined);
    assert.equal(JSON.stringify(objects), JSON.stringify(plain.objects));
  });

  const HOSTILE: readonly (readonly [what: string, parameters: readonly object[], message: RegExp])[] = [
    ["a setting", [{ name: "stores", string: "/tmp" }], /no parameter "stores"/],
    ["an allowed host", [{ name: "allow-host", array: ["evil.example"] }], /no parameter "allow-host"/],
    [
      "a flag in a file",
      [{ name: "values-files", array: ["--post-renderer=./x.sh"] }],
      /not a file of the repository/,
    ],
    [
      "a file outside",
      [{ name: "values-files", array: ["../../../../../../etc/passwd"] }],
      /not a file of the repository/,
    ],
    [
      "an absolute file",
      [{ name: "values-files", array: ["/etc/hostname"] }],
      /not a file of the repository/,
    ],
    [
      "a URL",
      [{ name: "values-files", array: ["https://evil.example/v.yaml"] }],
      /not a file of the repository/,
    ],
    [
      "another file behind a comma",
      [{ name: "values-files", array: ["values-prod.yaml,/etc/hostname"] }],
      /a name that Helm reads in another way/,
    ],
    [
      "a flag as the name",
      [{ name: "release-name", string: "--post-renderer=./x.sh" }],
      /invalid release name/,
    ],
    ["a shape", [{ name: "release-name", array: ["x"] }], /"release-name" needs a string/],
    ["a number", [{ name: "helm-parameters", map: { a: 1 } }], /needs a map of texts/],
    ["no name", [{ string: "x" }], /an entry has no name/],
  ];

  for (const [what, parameters, message] of HOSTILE) {
    test(`parameters are refused: ${what}`, async () => {
      const { objects, error } = await generate({ path: "chart", parameters });
      assert.deepEqual(objects, []);
      assert.match(error ?? "", message);
    });
  }

  test("parameters for charts are refused elsewhere", async () => {
    const { error } = await generate({ parameters: [{ name: "values", string: "a: b" }] });
    assert.match(error ?? "", /the source is a folder of manifests, and it is for charts/);
  });

  const REFUSED: readonly (readonly [
    what: string,
    application: Partial<Application>,
    exit: number,
    message: RegExp,
  ])[] = [
    ["uploaded files", { revision: "streamed" }, 77, /REVISION_REFUSED/],
    ["the source hydrator", { kubeVersion: "", apiVersions: [] }, 77, /HYDRATION_REFUSED/],
    ["an environment that is not Argo CD's", { name: "" }, 78, /ENVIRONMENT_INVALID/],
    ["a store of the Application", { path: "own-store" }, 77, /STORE_UNTRUSTED/],
    ["a ClusterSecretStore of the Application", { path: "own-cluster-store" }, 77, /STORE_UNTRUSTED/],
    ["another namespace", { path: "other-namespace" }, 77, /NAMESPACE_DENIED/],
    ["a remote base", { path: "remote" }, 77, /SOURCE_REFUSED/],
    ["an empty source", { path: "empty" }, 65, /INPUT_EMPTY/],
    [
      "a server that is not allowed",
      { path: "vault" },
      77,
      /"vault\.example\.com:443": no host is allowed.*ENDPOINT_DENIED/s,
    ],
  ];

  for (const [what, application, exit, message] of REFUSED) {
    test(`refused: ${what}`, async () => {
      const { objects, error = "" } = await generate(application);
      assert.deepEqual(objects, []);
      assert.match(error, message);
      assert.match(error, new RegExp(`exit status ${exit}`));
    });
  }

  test("a call that is cancelled leaves no process", async () => {
    const errors: (string | undefined)[] = [];
    for (const cancelSeconds of [0.15, 0.08, 0.04, 0.02]) {
      errors.push((await generate({ path: "overlays/prod" }, { cancelSeconds })).error);
      if (errors.at(-1) !== undefined) break;
    }
    assert.match(errors.at(-1) ?? "in time each time", /cancell?ed/i);
    for (let tries = 0; tries < 60 && children(server.pid).length > 0; tries++)
      await new Promise((done) => setTimeout(done, 100));
    assert.deepEqual(children(server.pid), []);
    assert.equal((await generate({})).error, undefined);
  });

  test("twenty at once render within 2.5 GiB", async () => {
    let peak = 0;
    const timer = setInterval(() => {
      peak = Math.max(peak, memoryBelow(server.pid).rss);
    }, 20);
    const paths = ["plain", "overlays/prod", "chart"];
    const all = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => generate({ path: paths[index % paths.length] ?? "" })),
    );
    clearInterval(timer);
    assert.deepEqual(
      all.map(({ error }) => error).filter((error) => error !== undefined),
      [],
    );
    assert.ok(peak > 100 && peak < 2560, `${peak.toFixed(0)} MiB`);
  });

  test("the log shows no secret", () => {
    assert.doesNotMatch(server.log(), new RegExp(CANARY));
    assert.match(server.log(), /Plugin command successful/);
  });
});

test("plugin.yaml has no discover section, names the plugin presecret and announces what generate takes", () => {
  const text = readFileSync(join(ROOT, "plugin/argocd/plugin.yaml"), "utf8");
  assert.doesNotMatch(text, /^ {2}discover:/m);
  assert.match(text, /^ {2}name: presecret$/m);
  assert.deepEqual(
    [...text.matchAll(/^ {6}- name: (\S+)$/gm)].map(([, name]) => name),
    ["release-name", "values-files", "values", "helm-parameters"],
  );
});

function names(objects: Generated["objects"]): string[] {
  return objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted();
}

function children(pid: number): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/stat`, "utf8").split(") ")[1]?.split(" ")[1] === String(pid);
      } catch {
        return false;
      }
    });
}
