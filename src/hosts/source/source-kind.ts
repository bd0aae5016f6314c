import { statSync } from "node:fs";
import { basename, join } from "node:path";

import { RenderError } from "../../ground/diagnostic.ts";

/** Names of a kustomization's file, as kustomize has them. */
export const KUSTOMIZATION_FILES = ["kustomization.yaml", "kustomization.yml", "Kustomization"] as const;

const CHART_FILE = "Chart.yaml";

/** What a directory holds. */
export type SourceKind = "kustomization" | "chart" | "manifests";

/** Tells a kustomization, a chart and a directory of manifests apart. Throws RenderError where it is two of them. */
export function sourceKind(directory: string, name: string): SourceKind {
  const kustomization = KUSTOMIZATION_FILES.find((file) => isFile(join(directory, file)));
  const isChart = isFile(join(directory, CHART_FILE));
  if (kustomization !== undefined && isChart) throw ambiguous(name, kustomization);
  if (kustomization !== undefined) return "kustomization";
  return isChart ? "chart" : "manifests";
}

/**
 * Leaves values files out of what a directory of manifests holds. Throws RenderError for a kustomization or a chart
 * inside of it: their files are no manifests. `hint` says what to do then.
 */
export function manifestsAmong(files: readonly string[], directory: string, hint: string): string[] {
  const nested = files.find((file) => isSourceFile(basename(file)));
  if (nested !== undefined) throw holdsSource(directory, nested, hint);
  return files.filter((file) => !isValuesFile(basename(file)));
}

function isSourceFile(name: string): boolean {
  return name === CHART_FILE || KUSTOMIZATION_FILES.some((file) => file === name);
}

/** `values.yaml`, `values-prod.yaml`, `prod.values.yaml`, `values.schema.json` and the like. */
function isValuesFile(name: string): boolean {
  return /^values\.(?:[\w.-]+\.)?(?:ya?ml|json)$|^values[-_][\w.-]+\.ya?ml$|^[\w.-]+[-._]values\.ya?ml$/.test(
    name,
  );
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function ambiguous(name: string, kustomization: string): RenderError {
  return new RenderError({
    code: "SOURCE_AMBIGUOUS",
    severity: "error",
    message: `Cannot tell what "${name}" is: it holds both ${kustomization} and ${CHART_FILE}`,
    hint: "Move one of them to a folder of its own",
  });
}

function holdsSource(directory: string, file: string, hint: string): RenderError {
  return new RenderError({
    code: "SOURCE_AMBIGUOUS",
    severity: "error",
    message: `Cannot read "${directory}" as manifests: it holds "${file}"`,
    hint,
  });
}
