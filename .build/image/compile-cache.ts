import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/**
 * Fills Node's compile cache for presecret below the root that is named, and takes the right to write to it away:
 * a cache that renders could write to would be a door from one of them to the next. Node keys a cache by its own
 * version, its flags and the user, and each file by its path, so it is made by the image's launcher, as user 999,
 * where the files will be.
 */
const DEMO = `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: demo}
spec: {provider: {fake: {data: [{key: app, value: '{"user": "u", "password": "p"}'}]}}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: demo}
spec:
  secretStoreRef: {name: demo}
  target: {template: {data: {url: "db://{{ .user }}:{{ .password | quote }}"}}}
  dataFrom: [{extract: {key: app}}]
`;
const [root] = process.argv.slice(2);
if (root === undefined) throw new Error("Name the root of the image");

const USER = process.getuid?.() === 0 ? { uid: 999, gid: 999 } : {};
const home = join(resolve(root), "opt/presecret");
const cache = join(home, "cache");

rmSync(cache, { recursive: true, force: true });
mkdirSync(cache, { recursive: true });
own(cache, 999);
const demo = mkdtempSync(join(tmpdir(), "demo-"));
chmodSync(demo, 0o755);
writeFileSync(join(demo, "demo.yaml"), DEMO);
presecret(["render", "."]);
presecret(["generate", "--tenant-stores"]);
rmSync(demo, { recursive: true });
const entries = readdirSync(cache, { recursive: true, withFileTypes: true });
const files = entries.filter((entry) => entry.isFile());
if (files.length === 0) throw new Error("Nothing was cached");
for (const entry of entries) seal(join(entry.parentPath, entry.name), entry.isDirectory());
seal(cache, true);
console.log(`${files.length} files in ${cache}`);

function presecret(args: readonly string[]): void {
  const launcher = join(home, "../../usr/local/bin/presecret");
  const env = {
    PATH: join(home, "../../usr/local/bin"),
    ARGOCD_APP_NAME: "demo",
    ARGOCD_APP_NAMESPACE: "demo",
    ARGOCD_APP_REVISION: "0123456",
    KUBE_VERSION: "1.33.0",
  };
  const { status, stderr } = spawnSync(launcher, args, { cwd: demo, env, ...USER, encoding: "utf8" });
  if (status !== 0) throw new Error(`presecret ${args.join(" ")} ended with ${String(status)}: ${stderr}`);
}

function seal(path: string, isDirectory: boolean): void {
  own(path, 0);
  chmodSync(path, isDirectory ? 0o555 : 0o444);
}

function own(path: string, user: number): void {
  if (process.getuid?.() === 0) chownSync(path, user, user);
}
