import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { parse } from "yaml";

import { COMMANDS } from "../../src/hosts/commands.ts";
import { cli } from "../cli.ts";
import { skipWithout } from "../servers/find.ts";
import { folderOfPrograms, ROOT, run, temporaryFolder } from "./programs.ts";

const ARGOCD = join(ROOT, "plugin/argocd");

interface Container {
  readonly name: string;
  readonly command?: readonly string[];
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

interface Generate {
  readonly command: readonly string[];
  readonly args: readonly string[];
}

const REPO_SERVER = `apiVersion: apps/v1
kind: Deployment
metadata: {name: argocd-repo-server}
spec:
  template:
    spec:
      containers: [{name: argocd-repo-server, image: argocd}]
      volumes: [{name: var-files, emptyDir: {}}, {name: plugins, emptyDir: {}}]
`;

test("the component patches a repo-server's Deployment", { skip: skipWithout("kustomize") }, () => {
  const folder = temporaryFolder();
  cpSync(ARGOCD, join(folder, "presecret"), { recursive: true });
  writeFileSync(join(folder, "argocd.yaml"), REPO_SERVER);
  writeFileSync(
    join(folder, "kustomization.yaml"),
    "namespace: argocd\nresources: [argocd.yaml]\ncomponents: [presecret]\n",
  );
  const path = folderOfPrograms({ kustomize: "kustomize" });
  const { status, stdout, stderr } = run("kustomize", ["build", folder], { path });
  assert.equal(status, 0, stderr);
  const documents = stdout
    .split("---\n")
    .map((text) => parse(text) as { readonly kind: string; readonly metadata: { readonly name: string } });
  assert.deepEqual(
    documents.map(({ kind }) => kind),
    ["ConfigMap", "ConfigMap", "Deployment"],
  );
  const deployment = documents[2] as unknown as {
    spec: {
      template: {
        spec: { containers: Container[]; volumes: { name: string; configMap?: { name: string } }[] };
      };
    };
  };
  const { containers, volumes } = deployment.spec.template.spec;
  const sidecar = containers.find(({ name }) => name === "presecret");
  const mounted = sidecar?.volumeMounts?.map(({ name }) => name) ?? [];
  assert.deepEqual(
    mounted.filter((name) => !volumes.some((volume) => volume.name === name)),
    [],
  );
  const configMaps = volumes.flatMap(({ configMap }) => (configMap === undefined ? [] : [configMap.name]));
  assert.deepEqual(
    configMaps.toSorted(),
    documents
      .slice(0, 2)
      .map(({ metadata }) => metadata.name)
      .toSorted(),
  );
  checkSidecar(sidecar);
});

test("the chart's values have the sidecar and the plugin of the component", () => {
  const values = parse(readFileSync(join(ARGOCD, "values.yaml"), "utf8")) as {
    readonly configs: {
      readonly cmp: { readonly plugins: { readonly presecret: { readonly generate: Generate } } };
    };
    readonly repoServer: {
      readonly extraContainers: readonly Container[];
      readonly volumes: readonly { readonly name: string }[];
    };
  };
  const [sidecar] = values.repoServer.extraContainers;
  checkSidecar(sidecar);
  const patch = parse(readFileSync(join(ARGOCD, "sidecar.yaml"), "utf8")) as {
    spec: { template: { spec: { containers: Container[] } } };
  };
  const [other] = patch.spec.template.spec.containers;
  assert.deepEqual(sidecar?.securityContext, other?.securityContext);
  assert.deepEqual(values.configs.cmp.plugins.presecret.generate.command, pluginGenerate().command);
});

test("plugin.yaml and the values use flags that generate has", () => {
  const generate = COMMANDS.find(({ name }) => name === "generate");
  const texts = [
    readFileSync(join(ARGOCD, "plugin.yaml"), "utf8"),
    readFileSync(join(ARGOCD, "values.yaml"), "utf8"),
  ];
  const flags = texts.flatMap((text) =>
    [...text.matchAll(/^ *#? *- --([a-z-]+)/gm)].map(([, flag = ""]) => flag),
  );
  assert.ok(flags.length >= 5);
  assert.deepEqual(
    flags.filter((flag) => !Object.hasOwn(generate?.flags ?? {}, flag)),
    [],
  );
  assert.deepEqual(pluginGenerate().command, ["presecret", "generate"]);
});

test("README.md of the plugin lists every flag of generate", () => {
  const readme = readFileSync(join(ARGOCD, "README.md"), "utf8");
  const flags = Object.keys(COMMANDS.find(({ name }) => name === "generate")?.flags ?? {});
  assert.deepEqual(
    flags.filter((flag) => !readme.includes(`--${flag}`)),
    [],
  );
});

test("--stores reads a mounted ConfigMap, which is made of links", async () => {
  const folder = temporaryFolder();
  const mount = join(folder, "stores");
  mkdirSync(join(mount, "..2026_01_01"), { recursive: true });
  writeFileSync(
    join(mount, "..2026_01_01/stores.yaml"),
    "apiVersion: external-secrets.io/v1\nkind: ClusterSecretStore\nmetadata: {name: s}\nspec: {provider: {fake: {data: [{key: k, value: v}]}}}\n",
  );
  symlinkSync("..2026_01_01", join(mount, "..data"));
  symlinkSync("..data/stores.yaml", join(mount, "stores.yaml"));
  const stdin =
    "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: a}\nspec: {secretStoreRef: {name: s, kind: ClusterSecretStore}, data: [{secretKey: p, remoteRef: {key: k}}]}\n";
  const { exit, stderr } = await cli(["render", "-", "--stores", mount], { stdin });
  assert.equal(exit, 0, stderr);
});

test("refresh.yaml may do what its command needs, and no more", () => {
  const documents = readFileSync(join(ARGOCD, "refresh.yaml"), "utf8").split("---\n");
  const [job = "", , role = ""] = documents;
  assert.match(job, /- argocd\.argoproj\.io\/refresh=hard$/m);
  const { rules } = parse(role) as { readonly rules: unknown };
  assert.deepEqual(rules, [
    { apiGroups: ["argoproj.io"], resources: ["applications"], verbs: ["get", "list", "patch"] },
  ]);
});

test("stores.yaml is a valid example", async () => {
  const { exit, stderr } = await cli(["validate", join(ARGOCD, "stores.yaml")]);
  assert.equal(exit, 0, stderr);
});

function pluginGenerate(): Generate {
  const plugin = parse(readFileSync(join(ARGOCD, "plugin.yaml"), "utf8")) as {
    readonly spec: { readonly generate: Generate };
  };
  return plugin.spec.generate;
}

function checkSidecar(sidecar: Container | undefined): void {
  assert.deepEqual(sidecar?.command, ["/usr/local/bin/tini", "--", "/var/run/argocd/argocd-cmp-server"]);
  const { runAsUser, runAsNonRoot, readOnlyRootFilesystem, allowPrivilegeEscalation } =
    sidecar.securityContext ?? {};
  assert.deepEqual(
    [runAsUser, runAsNonRoot, readOnlyRootFilesystem, allowPrivilegeEscalation],
    [999, true, true, false],
  );
  const paths = sidecar.volumeMounts?.map(({ mountPath }) => mountPath) ?? [];
  for (const path of [
    "/var/run/argocd",
    "/home/argocd/cmp-server/plugins",
    "/home/argocd/cmp-server/config/plugin.yaml",
    "/etc/presecret/stores",
    "/etc/presecret/credentials",
    "/tmp",
  ]) {
    assert.ok(paths.includes(path), path);
  }
}
