import { basename, dirname } from "node:path";

import type { JsonValue } from "../ground/json-value.ts";
import { isJsonArray, isJsonObject } from "../ground/json-value.ts";
import { nearestName } from "../ground/nearest.ts";
import { visible } from "../ground/visible.ts";

/** Files of a kustomization and of a chart, which say how to make objects and are none. */
const SOURCE_FILES: ReadonlySet<string> = new Set([
  "kustomization.yaml",
  "kustomization.yml",
  "Kustomization",
  "Chart.yaml",
  "values.yaml",
]);

/** What to do about a document of this file that is no Kubernetes object, but `value` where it can be read. */
export function documentHint(path: string, value: JsonValue = null): string {
  if (SOURCE_FILES.has(basename(path))) return `Name its folder: presecret render ${visible(dirname(path))}`;
  if (isJsonPatch(value)) {
    return "It is a patch of Kustomize: name the folder of the kustomization that has it";
  }
  const misspelt = misspeltOf(value);
  if (misspelt !== undefined) return misspelt;
  return "Every document is a Kubernetes object with apiVersion and kind, or empty";
}

/** Whether this is a JSON patch (RFC 6902): a list of what to do, and where. */
function isJsonPatch(value: JsonValue): boolean {
  if (!isJsonArray(value) || value.length === 0) return false;
  return value.every(
    (item) => isJsonObject(item) && Object.hasOwn(item, "op") && Object.hasOwn(item, "path"),
  );
}

/** A hint where an object has one of the two fields, and a name that is nearly the other. */
function misspeltOf(value: JsonValue): string | undefined {
  if (!isJsonObject(value)) return undefined;
  const [lacking, ...others] = ["apiVersion", "kind"].filter((name) => !Object.hasOwn(value, name));
  if (lacking === undefined || others.length > 0) return undefined;
  const [name] =
    Object.entries(value).find(
      ([key, text]) => typeof text === "string" && nearestName(key, [lacking]) !== undefined,
    ) ?? [];
  return name === undefined ? undefined : `Write ${lacking} for "${visible(name)}"`;
}
