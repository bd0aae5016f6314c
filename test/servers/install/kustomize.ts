import type { Tool } from "../tool.ts";
import { goInstall } from "./go-install.ts";

const MODULE = "sigs.k8s.io/kustomize/kustomize/v5";

/** The kustomize of Argo CD 3.4 and later, and of Flux. */
export const kustomize = kustomizeOf("kustomize", "5.8.1", "h1:Pgsg5psubpVEy7Nf6S89PARg5VmmWUC1l9dC6Dl4PG0=");

/** The last kustomize whose exec functions take neither arguments nor environment. */
export const kustomize56 = kustomizeOf(
  "kustomize-5.6",
  "5.6.0",
  "h1:MWtRRDWCwQEeW2rnJTqJMuV6Agy56P53SkbVoJpN7wA=",
);

function kustomizeOf(name: string, version: string, sum: string): Tool {
  return {
    name,
    version,
    pins: [sum],
    executable: "kustomize",
    install: (directory) => goInstall(directory, { path: MODULE, module: MODULE, version, sum }),
  };
}
