import { basename, dirname } from "node:path";

import { visible } from "../ground/visible.ts";

/** Files of a kustomization and of a chart, which say how to make objects and are none. */
const SOURCE_FILES: ReadonlySet<string> = new Set([
  "kustomization.yaml",
  "kustomization.yml",
  "Kustomization",
  "Chart.yaml",
  "values.yaml",
]);

/** What to do about a document of this file that is no Kubernetes object. */
export function documentHint(path: string): string {
  return SOURCE_FILES.has(basename(path))
    ? `Name its folder: presecret render ${visible(dirname(path))}`
    : "Every document is a Kubernetes object with apiVersion and kind, or empty";
}
