import type { WorkBudget } from "../../ground/work-budget.ts";
import type { GoString } from "../../go/bytes.ts";
import { toGoString } from "../../go/bytes.ts";
import { marshalJson } from "../../go/json-marshal.ts";
import { tryParseJson } from "../../go/json-parse.ts";
import type { AzureObject, Tags } from "./object.ts";
import { azureProperty } from "./property.ts";
import type { Property } from "../property.ts";

/** A tag's value, null for a tag without one; or why the path into it is refused; undefined where there is no such tag. */
export type TagValue = { readonly text: GoString | null } | Extract<Property, { readonly problem: unknown }>;

/**
 * What `metadataPolicy: Fetch` reads (ESO: getSecretAllMetadata): the tags, and with the legacy client the times as
 * `attribute.created` and so on. The client of `useAzureSDK` has the tags only.
 */
export function metadataOf({ tags, times }: AzureObject, useAzureSdk: boolean): Tags {
  if (useAzureSdk) return tags;
  const attributes = [...times].map(([name, seconds]) => [`attribute.${name}`, rfc3339(seconds)] as const);
  return new Map([...tags, ...attributes]);
}

/** All metadata as one JSON object, sorted; tags without a value are left out (ESO: getSecretTag without a property). */
export function metadataJson(metadata: Tags): GoString {
  return marshalJson(
    new Map([...metadata].flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))),
  );
}

/**
 * One tag (ESO: getSecretTag): that of the very name; otherwise the name up to the first dot is a tag, and the rest a
 * path into its JSON.
 */
export function tagOf(metadata: Tags, property: string, budget?: WorkBudget): TagValue | undefined {
  const name = toGoString(property);
  const value = metadata.get(name);
  if (value !== undefined) return { text: value };
  const dot = name.indexOf(".");
  const inner = dot > 0 ? metadata.get(name.slice(0, dot)) : undefined;
  if (inner === undefined || inner === null) return inner === null ? { text: null } : undefined;
  const selected = azureProperty(inner, property.slice(property.indexOf(".") + 1), budget);
  if ("problem" in selected) return selected;
  return selected.text === undefined ? undefined : { text: selected.text };
}

/**
 * The metadata as keys of an extract (ESO: getSecretTags): `NAME_TAG`, and for a tag whose value is a JSON object of
 * texts `NAME_TAG_MEMBER` each. A key that two of them give has no value.
 */
export function flatMetadata(
  object: AzureObject,
  name: string,
  useAzureSdk: boolean,
): ReadonlyMap<GoString, GoString | undefined> {
  const flat = new Map<GoString, GoString | undefined>();
  const prefix = `${toGoString(name)}_`;
  const add = (key: GoString, value: GoString): void => {
    flat.set(key, flat.has(key) && flat.get(key) !== value ? undefined : value);
  };
  for (const [tag, value] of object.tags) {
    if (value === null) continue;
    const members = textMembers(value);
    if (members === undefined) add(prefix + tag, value);
    for (const [member, text] of members ?? []) add(`${prefix}${tag}_${member}`, text);
  }
  // The times are set last, over a tag of the same name.
  const times = metadataOf({ ...object, tags: new Map() }, useAzureSdk);
  for (const [key, value] of times) flat.set(prefix + key, value ?? "");
  return flat;
}

/** JSON as Go decodes it into `map[string]string`: null is empty text, and no map at all has no members. */
function textMembers(json: GoString): ReadonlyMap<GoString, GoString> | undefined {
  const node = tryParseJson(json);
  if (node?.kind === "null") return new Map();
  if (node?.kind !== "object") return undefined;
  const members = new Map<GoString, GoString>();
  for (const [name, value] of node.members) {
    if (value.kind !== "string" && value.kind !== "null") return undefined;
    members.set(name, value.kind === "string" ? value.value : "");
  }
  return members;
}

/** Go's time.RFC3339 in UTC: whole seconds. */
function rfc3339(seconds: number): GoString {
  return new Date(Math.floor(seconds) * 1000).toISOString().replace(/\.\d+Z$/, "Z");
}
