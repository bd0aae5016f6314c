import type { ResourceRef } from "../ground/diagnostic.ts";
import { RenderError } from "../ground/diagnostic.ts";
import type { JsonObject, JsonValue } from "../ground/json-value.ts";
import { isJsonObject } from "../ground/json-value.ts";
import { invalidDocument } from "./invalid-document.ts";
import type { Source } from "./manifest.ts";

/** What an object says it is. Throws RenderError where it has no apiVersion or kind. */
export function refOf(object: JsonObject, source: Source): ResourceRef {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== "string" || apiVersion === "" || typeof kind !== "string" || kind === "") {
    throw new RenderError(invalidDocument(source, `it has no ${lackOf(apiVersion, kind)}`, object));
  }
  const metadata = isJsonObject(object["metadata"]) ? object["metadata"] : {};
  const name = typeof metadata["name"] === "string" ? metadata["name"] : "";
  const { namespace } = metadata;
  return typeof namespace === "string" && namespace !== ""
    ? { apiVersion, kind, name, namespace }
    : { apiVersion, kind, name };
}

/** Which of the two an object lacks, in words; empty where it has both. */
export function lackOf(apiVersion: JsonValue | undefined, kind: JsonValue | undefined): string {
  const lacking = Object.entries({ apiVersion, kind }).filter(
    ([, value]) => typeof value !== "string" || value === "",
  );
  return lacking.map(([name]) => name).join(" and ");
}
