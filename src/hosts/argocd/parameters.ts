import { join } from "node:path";

import { RenderError } from "../../ground/diagnostic.ts";
import { LIMITS } from "../../ground/limits.ts";
import { nearestName } from "../../ground/nearest.ts";
import { visible } from "../../ground/visible.ts";
import { isInside } from "../source/inside.ts";

/** What an Application's plugin parameters say about a chart. */
export interface ChartParameters {
  readonly releaseName: string | undefined;
  /** Absolute paths inside of the repository. */
  readonly valuesFiles: readonly string[];
  readonly values: string | undefined;
  readonly parameters: readonly (readonly [path: string, value: string])[];
  /** Names of those that were given. */
  readonly given: readonly string[];
}

type Shape = "string" | "array" | "map";

/** The parameters that plugin.yaml announces. They choose what is rendered, never whom presecret trusts. */
const SHAPES: Readonly<Record<string, Shape>> = {
  "release-name": "string",
  "values-files": "array",
  values: "string",
  "helm-parameters": "map",
};

/**
 * Reads ARGOCD_APP_PARAMETERS: a list of `{name, string | array | map}`, `null`, or nothing at all. Values files are
 * looked up below `cwd` and must lie inside of `root`. Throws RenderError.
 */
export function readParameters(
  text: string | undefined,
  { cwd, root }: { readonly cwd: string; readonly root: string },
): ChartParameters {
  const entries = new Map(listOf(text).map(readEntry));
  const files = entries.get("values-files") ?? [];
  const map = entries.get("helm-parameters") ?? new Map<string, string>();
  return {
    releaseName: textOf(entries.get("release-name")),
    valuesFiles: isTexts(files) ? files.map((file) => valuesFile(file, cwd, root)) : [],
    values: textOf(entries.get("values")),
    parameters: map instanceof Map ? helmParameters(map) : [],
    given: [...entries.keys()],
  };
}

function helmParameters(map: ReadonlyMap<string, string>): (readonly [string, string])[] {
  const sorted = [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([path, value]) => [path, escapeCommas(value)]);
}

/** As Argo CD does: a comma would begin the next parameter, unless the value is a list in braces. */
function escapeCommas(value: string): string {
  return /^\{.*\}$/s.test(value) ? value : value.replaceAll(/(?<!\\),/g, "\\,");
}

type Value = string | readonly string[] | ReadonlyMap<string, string>;

function listOf(text: string | undefined): readonly unknown[] {
  if (text === undefined || text.trim() === "") return [];
  if (text.length > LIMITS.parameters) throw refused(`they have more than ${LIMITS.parameters / 1024} KiB`);
  const list = parseJson(text);
  if (list === null) return [];
  if (!Array.isArray(list)) throw refused("they are not a list");
  return list;
}

/** Parameters are no secrets, and what is wrong with their JSON is not repeated. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused("they are not valid JSON");
  }
}

function readEntry(entry: unknown): readonly [name: string, value: Value] {
  if (!isNode(entry) || typeof entry["name"] !== "string") throw refused("an entry has no name");
  const name = entry["name"];
  const shape = Object.hasOwn(SHAPES, name) ? SHAPES[name] : undefined;
  if (shape === undefined) throw unknownParameter(name);
  const value = entry[shape];
  if (shape === "string" && typeof value === "string") return [name, value];
  if (shape === "array" && isTexts(value)) return [name, value];
  if (shape === "map" && isNode(value)) return [name, toMap(name, value)];
  throw refused(`"${name}" needs ${shape === "array" ? "an" : "a"} ${shape} of texts`);
}

function toMap(name: string, node: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const entries = Object.entries(node).map(([key, value]) => {
    if (typeof value === "string") return [key, value] as const;
    throw refused(`"${name}" needs a map of texts`);
  });
  return new Map(entries);
}

function valuesFile(file: string, cwd: string, root: string): string {
  const path = join(cwd, file);
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[",\u0000-\u001f]/.test(file))
    throw refused(`values file "${visible(file)}" has a name that Helm reads in another way`);
  if (!file.startsWith("/") && isInside(path, root)) return path;
  throw refused(`values file "${visible(file)}" is not a file of the repository`);
}

function unknownParameter(name: string): RenderError {
  const nearest = nearestName(name, Object.keys(SHAPES));
  const hint =
    nearest === undefined ? `Parameters are: ${Object.keys(SHAPES).join(", ")}` : `Did you mean ${nearest}?`;
  return refused(`there is no parameter "${visible(name)}"`, hint);
}

function refused(
  reason: string,
  hint = "Correct spec.source.plugin.parameters of the Application",
): RenderError {
  return new RenderError({
    code: "PARAMETER_INVALID",
    severity: "error",
    message: `Cannot use the Application's parameters: ${reason}`,
    hint,
  });
}

function textOf(value: Value | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isNode(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
