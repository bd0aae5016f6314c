import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

/**
 * Lays out what the image holds beside its base: presecret with its licences, Node, kustomize, helm and tini, the
 * plugin's configuration, and a user of number 999, which is the one that Argo CD's repo-server runs as.
 */
const ROOT = resolve(import.meta.dirname, "../..");
const { values } = parseArgs({
  options: {
    /** The folder that becomes the root of the image. */
    root: { type: "string" },
    bundle: { type: "string" },
    /** The folder with kustomize, helm and presecret's launcher. */
    tools: { type: "string" },
    node: { type: "string" },
    tini: { type: "string" },
  },
});
const { root, bundle, tools, node, tini } = values;
if (root === undefined || [bundle, tools, node, tini].includes(undefined)) {
  throw new Error("Needed are --root, --bundle, --tools, --node and --tini");
}

const UID = 999;
const READ_ONLY = 0o644;
const PROGRAM = 0o755;

place(node ?? "", "usr/local/bin/node");
place(tini ?? "", "usr/local/bin/tini");
for (const name of ["kustomize", "helm", "presecret"])
  place(join(tools ?? "", name), `usr/local/bin/${name}`);
placeBundle();
for (const name of ["LICENSE", "README.md"]) place(join(ROOT, name), `opt/presecret/${name}`, READ_ONLY);
place(join(ROOT, "plugin/argocd/plugin.yaml"), "home/argocd/cmp-server/config/plugin.yaml", READ_ONLY);
for (const folder of ["home/argocd/cmp-server/plugins", "etc/presecret", "var/log/presecret", "tmp"])
  mkdirSync(join(root, folder), { recursive: true });
// Go's and Node's look-ups of the user want an entry; nobody logs in.
write(
  "etc/passwd",
  `root:x:0:0:root:/root:/sbin/nologin\nargocd:x:${UID}:${UID}:Argo CD:/home/argocd:/sbin/nologin\n`,
);
write("etc/group", `root:x:0:\nargocd:x:${UID}:\n`);

/** Source maps are for those who have the source; they would be half of the image's own bytes. */
function placeBundle(): void {
  const folder = join(root ?? "", "opt/presecret");
  rmSync(folder, { recursive: true, force: true });
  cpSync(bundle ?? "", folder, { recursive: true, filter: (path) => !path.endsWith(".map") });
  for (const name of readdirSync(folder))
    chmodSync(join(folder, name), name === "main.js" ? PROGRAM : READ_ONLY);
}

function place(from: string, to: string, mode = PROGRAM): void {
  const path = join(root ?? "", to);
  mkdirSync(join(path, ".."), { recursive: true });
  // In the image's own stage Node is there already.
  if (resolve(from) !== resolve(path)) cpSync(from, path, { dereference: true });
  chmodSync(path, mode);
}

function write(to: string, text: string): void {
  const path = join(root ?? "", to);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text, { mode: READ_ONLY });
}
