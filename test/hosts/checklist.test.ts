import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { ROOT } from "./programs.ts";

/**
 * What must hold with the real hosts, and the tests that show it: the file, and a piece of the test's title. Many of
 * them are skipped where a host is not installed, so it would not be seen if one went away.
 */
const CHECKLIST: Readonly<Record<string, readonly (readonly [file: string, title: string])[]>> = {
  "the whole path through the real argocd-cmp-server": [
    ["argocd", "a folder of manifests"],
    ["argocd", "a kustomization with its base beside it"],
    ["argocd", "a chart with the Application's name, namespace, versions and parameters"],
    ["argocd", "a call that is cancelled leaves no process"],
  ],
  "the environments of other releases": [
    ["argocd-profiles", ": a folder, a kustomization, a chart and a missing secret"],
    ["argocd-profiles", "generate gives all or nothing: fixture"],
  ],
  "ARGOCD_APP_PARAMETERS in all shapes, too long ones": [
    ["argocd", "no parameters: "],
    ["argocd", "parameters are refused: "],
    ["argocd-profiles", "ARGOCD_APP_PARAMETERS: "],
  ],
  "PARAM_ collisions, an empty plugin.env, an empty KUBE_VERSION": [
    ["argocd-profiles", "PARAM_ variables are not read"],
    ["argocd", "plugin.env and parameters change no setting"],
    ["argocd-profiles", "uploaded files and the source hydrator are refused"],
  ],
  "failure: no output, at most 4 KB of messages, no secret in them, never a part": [
    ["argocd", "a missing secret: the text that the UI shows"],
    ["argocd", "one ExternalSecret that fails leaves nothing of the others"],
    ["argocd", "a hundred errors are cut at 4 KB"],
    ["argocd", "the log shows no secret"],
  ],
  "a store that is down, or slower than the deadline": [
    ["argocd-network", "at the deadline it ends with 75 and names the store"],
    ["argocd-network", "without --allow-host no connection is made"],
    ["argocd-network", "a store that is down is told by its name"],
  ],
  "the same bytes each time": [
    ["argocd", "two runs give the same bytes"],
    ["kustomize", "two builds give the same bytes"],
  ],
  "twenty at once, in bounded memory": [["argocd", "twenty at once render within 2.5 GiB"]],
  "kustomize: transformer, component, base and overlay": [
    ["kustomize", "an overlay names the Secrets as the workloads do"],
    ["kustomize", "presecret render DIR gives the objects that kustomize gives"],
    ["kustomize", "listed under transformers"],
  ],
  "kustomize: hashSuffix, an existing Secret, duplicates": [
    ["kustomize", "hashSuffix: "],
    ["kustomize", "a Secret of the target's name in the layer is updated"],
    ["kustomize", "two ExternalSecrets with one target"],
  ],
  "kustomize: exit code, results, no resources, one flag only": [
    ["kustomize", "a missing secret fails the build"],
    ["fn", "a list that fails has results and no items"],
    ["kustomize", "a layer without resources"],
    ["kustomize", "without --enable-exec the function is skipped"],
  ],
  "kustomize: texts that readers disagree about, control characters": [
    ["kustomize", "what passes through is not changed"],
    ["kustomize", "values with control characters come through"],
    ["kustomize", "texts that readers disagree about come through as values and annotations"],
  ],
  "kubectl's reader agrees with all that is written": [
    ["oracle", "fixture "],
    ["oracle", "every text that readers disagree about"],
  ],
  "Helm 3 and 4: the plugin's folder, hooks, file names, empty charts, failures": [
    ["helm", "helm plugin install takes the plugin's folder"],
    ["helm", "Helm 3, Helm 4 and presecret render CHART give the same objects"],
    ["helm", "Helm 4 files the Secret under the ExternalSecret's template"],
    ["helm", "a chart of hooks only renders with both"],
    ["helm", "Helm 4 hides why a render fails, and a file tells"],
  ],
  "orchestrators that write files; skaffold's hook": [
    ["fn", "an orchestrator that writes files back gets no Secret"],
    ["kpt", "kpt fn eval over a stream gives the Secrets"],
    ["kpt", "kpt fn eval over a folder is refused"],
    ["kpt", "kpt fn render is refused"],
    ["output", "render -o FILE writes a private file"],
    ["source", "a chart that gives nothing is an error"],
  ],
  "the image: user 999, read-only, no shell, a compile cache": [
    ["image", "user 999 has an entry"],
    ["image", "the image holds these programs and no other"],
    ["image", "the compile cache is used, read-only"],
    ["image", "a plugin reads nothing beside its own folders, and writes nothing"],
    ["install", "the component patches a repo-server's Deployment"],
  ],
};

for (const [row, tests] of Object.entries(CHECKLIST)) {
  test(`there are tests with the real hosts for ${row}`, () => {
    for (const [file, title] of tests) {
      const text = readFileSync(join(ROOT, "test/hosts", `${file}.test.ts`), "utf8");
      assert.match(
        text.replaceAll(/\$\{[^}]*\}/g, ""),
        new RegExp(`test\\(\\s*["\`][^\\n]*${escape(title)}`),
        `${file}: ${title}`,
      );
    }
  });
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
