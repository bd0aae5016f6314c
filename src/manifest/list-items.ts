import type { JsonObject, JsonValue } from "../ground/json-value.ts";
import { isJsonArray, isJsonObject } from "../ground/json-value.ts";

const LIST = "List";

/**
 * The items of a list; undefined for what is no list. An item that says neither is of the version and the kind that
 * its list is of (Kubernetes: unstructuredJSONScheme.decodeToList).
 */
export function itemsOf(object: JsonObject): readonly JsonValue[] | undefined {
  const { apiVersion, kind, items } = object;
  if (typeof kind !== "string" || !kind.endsWith(LIST) || !isJsonArray(items)) return undefined;
  const ofItems = kind.slice(0, -LIST.length);
  if (ofItems === "" || apiVersion === undefined) return items;
  return items.map((item) =>
    isJsonObject(item) && isUntyped(item) ? typed(item, apiVersion, ofItems) : item,
  );
}

function isUntyped({ apiVersion = null, kind = null }: JsonObject): boolean {
  return apiVersion === null && kind === null;
}

function typed(item: JsonObject, apiVersion: JsonValue, kind: string): JsonObject {
  return { __proto__: null, ...item, apiVersion, kind };
}
