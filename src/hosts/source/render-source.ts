import { join } from "node:path";

import { RenderError } from "../../ground/diagnostic.ts";
import { holdsObject } from "../../manifest/holds-object.ts";
import type { Input } from "../../manifest/recognise.ts";
import { readKustomizationTree } from "./kustomization-tree.ts";
import type { Renderer } from "./run-renderer.ts";
import { runRenderer } from "./run-renderer.ts";
import { checkChart, checkKustomization } from "./source-rules.ts";

/** How kustomizations and charts among the inputs are rendered. */
export interface SourceOptions {
  readonly helm: HelmOptions;
  /** Flags of the caller that mean charts only, as `--set`: none may be passed over for want of a chart. */
  readonly chartFlags?: readonly string[];
  /** Environment of kustomize and helm: what they need, and no credentials. */
  readonly env: Readonly<Record<string, string>>;
  /** The repository of a source that somebody else wrote, which it may not lead out of; undefined for the caller's own. */
  readonly tenantRoot: string | undefined;
  /** Accept a source that gives no object. */
  readonly allowEmpty: boolean;
  /** Ends the programs. */
  readonly signal?: AbortSignal | undefined;
}

/** What a chart is rendered with. */
export interface HelmOptions {
  readonly releaseName: string;
  readonly namespace: string | undefined;
  readonly kubeVersion: string | undefined;
  readonly apiVersions: readonly string[];
  /** Absolute paths of values files; later ones win. */
  readonly valuesFiles: readonly string[];
  /** YAML of more values, over those of the files. */
  readonly values: string | undefined;
  /** `--set`: paths and values. */
  readonly parameters: readonly (readonly [path: string, value: string])[];
}

/** Runs `kustomize build` on a directory. `name` is how messages call it. Throws RenderError. */
export async function buildKustomization(
  directory: string,
  name: string,
  { env, tenantRoot, allowEmpty, signal }: SourceOptions,
): Promise<Input> {
  const tree = readKustomizationTree(directory, tenantRoot);
  checkKustomization(tree, name, tenantRoot !== undefined);
  const renderer: Renderer = {
    program: "kustomize",
    // With the first of kustomize's two flags alone it passes over presecret's function, which runs behind it here.
    args: ["build", ...(tree.hasOwnFunction ? ["--enable-alpha-plugins"] : []), "."],
    cwd: directory,
    env,
    signal,
    subject: `kustomization "${name}"`,
  };
  return { path: join(name, "kustomize-build.yaml"), bytes: await renderedBy(renderer, allowEmpty) };
}

/** Runs `helm template` on a directory, with its CRDs. `name` is how messages call it. Throws RenderError. */
export async function templateChart(
  directory: string,
  name: string,
  { helm, env, tenantRoot, allowEmpty, signal }: SourceOptions,
): Promise<Input> {
  const isTenants = tenantRoot !== undefined;
  if (isTenants) checkChart(directory, name);
  const renderer: Renderer = {
    program: "helm",
    args: ["template", ...helmFlags(helm), ...(isTenants ? TENANTS_FLAGS : []), "--", helm.releaseName, "."],
    cwd: directory,
    env,
    stdin: helm.values,
    signal,
    subject: `chart "${name}"`,
  };
  return { path: join(name, "helm-template.yaml"), bytes: await renderedBy(renderer, allowEmpty) };
}

/** A source that gives nothing is a mistake upstream, which an engine that prunes would take for a wish. */
async function renderedBy(renderer: Renderer, allowEmpty: boolean): Promise<Uint8Array> {
  const bytes = await runRenderer(renderer);
  if (allowEmpty || holdsObject([bytes])) return bytes;
  throw new RenderError({
    code: "INPUT_EMPTY",
    severity: "error",
    message: `Cannot use ${renderer.subject}: ${renderer.program} gave no object`,
    hint: "Look at its resources or values; pass --allow-empty if it is meant",
  });
}

/** A schema may refer to any file and any host, and Helm shows what it finds there. */
const TENANTS_FLAGS = ["--skip-schema-validation"];

/** Helm reads the flag as a line of CSV, where a comma begins another file (RFC 4180). */
function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Every flag is one argument with its value, so that no value is taken for a flag. */
function helmFlags(helm: HelmOptions): string[] {
  return [
    "--include-crds",
    ...(helm.namespace === undefined ? [] : [`--namespace=${helm.namespace}`]),
    ...(helm.kubeVersion === undefined ? [] : [`--kube-version=${helm.kubeVersion}`]),
    ...helm.apiVersions.map((version) => `--api-versions=${version}`),
    ...helm.valuesFiles.map((file) => `--values=${csvField(file)}`),
    ...(helm.values === undefined ? [] : ["--values=-"]),
    ...helm.parameters.map(([path, value]) => `--set=${path}=${value}`),
  ];
}
