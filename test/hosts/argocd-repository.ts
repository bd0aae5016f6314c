import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { ROOT } from "./programs.ts";

/** The value that nothing but data of a Secret may show. */
export const CANARY = "s3cr3t-canary";

/** A plugin.yaml with these flags, and presecret from PATH. */
export function pluginYaml(flags: readonly string[]): string {
  return `apiVersion: argoproj.io/v1alpha1\nkind: ConfigManagementPlugin\nmetadata:\n  name: presecret\nspec:\n  generate:\n    command: [presecret, generate]\n    args: ${JSON.stringify(flags)}\n`;
}

/** The administrator's directory: a store of the fake provider, and one of Vault. */
export function makeStores(folder: string): string {
  return write(folder, {
    "platform.yaml": `apiVersion: external-secrets.io/v1\nkind: ClusterSecretStore\nmetadata: {name: platform}\nspec:\n  provider:\n    fake:\n      data: [{key: shop/database, value: '{"username": "shop", "password": "${CANARY}"}'}]\n`,
    "vault.yaml":
      "apiVersion: external-secrets.io/v1\nkind: ClusterSecretStore\nmetadata: {name: vault}\nspec:\n  provider:\n    vault:\n      server: https://vault.example.com\n      path: secret\n      auth:\n        tokenSecretRef: {name: token, namespace: platform, key: token}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: token, namespace: platform}\nstringData: {token: s3cr3t-canary-token}\n",
  });
}

/** A repository with an Application of each kind in a folder of its own. */
export function makeRepository(repository: string): string {
  cpSync(join(ROOT, "fixtures/demo/chart"), join(repository, "chart"), { recursive: true });
  const chartSecrets = readFileSync(join(repository, "chart/templates/secrets.yaml"), "utf8");
  const [, onlyExternalSecret = ""] = chartSecrets.split("---\n");
  writeFileSync(
    join(repository, "chart/templates/secrets.yaml"),
    onlyExternalSecret.replace(
      "secretStoreRef: {name: {{ .Release.Name }}}",
      "secretStoreRef: {name: platform, kind: ClusterSecretStore}",
    ),
  );
  const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n";
  const own = (kind: string): string =>
    `apiVersion: external-secrets.io/v1\nkind: ${kind}\nmetadata: {name: own}\nspec: {provider: {fake: {data: [{key: k, value: v}]}}}\n---\n${external("a", "k").replace("name: platform, kind: ClusterSecretStore", `name: own, kind: ${kind}`)}`;
  return write(repository, {
    "plain/app.yaml": configMap,
    "plain/secrets.yaml": external("shop-database"),
    "base/kustomization.yaml": "resources: [app.yaml, secrets.yaml]\n",
    "base/app.yaml": configMap,
    "base/secrets.yaml": external("shop-database"),
    "overlays/prod/kustomization.yaml": "namePrefix: prod-\nnamespace: shop-prod\nresources: [../../base]\n",
    "function/kustomization.yaml":
      "namePrefix: prod-\nresources: [../base]\ntransformers: [presecret.yaml]\n",
    "function/presecret.yaml": readFileSync(join(ROOT, "plugin/kustomize/component/presecret.yaml"), "utf8"),
    "shared/values.yaml": "replicas: 2\n",
    "missing/missing.yaml": external("gone", "none"),
    "partial/good.yaml": external("good"),
    "partial/bad.yaml": external("bad", "none"),
    "hundred/hundred.yaml": Array.from({ length: 100 }, (_, index) =>
      external(`e${index}`, `none-${index}`),
    ).join("---\n"),
    "broken/kustomization.yaml": "resources: [absent.yaml]\nnamePrefix: [1]\n",
    "broken/absent.yaml": "a: b\n",
    "own-store/own.yaml": own("SecretStore"),
    "own-cluster-store/own.yaml": own("ClusterSecretStore"),
    "other-namespace/a.yaml": external("a", "shop/database", ", namespace: kube-system"),
    "remote/kustomization.yaml": "resources: ['https://evil.example//base']\n",
    "empty/empty.yaml": "# nothing\n",
    "silent/a.yaml": external("a").replace("name: platform", "name: silent"),
    "vault/a.yaml": external("a").replace("name: platform", "name: vault"),
  });
}

function external(name: string, key = "shop/database", more = ""): string {
  return `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: ${name}${more}}
spec:
  secretStoreRef: {name: platform, kind: ClusterSecretStore}
  data: [{secretKey: p, remoteRef: {key: ${key}, property: password}}]
`;
}

function write(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
