import type { Answer } from "../eso/read-request.ts";
import type { GoString } from "../go/bytes.ts";
import { bytesOfGoString, fromGoString } from "../go/bytes.ts";
import type { JsonNode } from "../go/json-parse.ts";
import { tryParseJson } from "../go/json-parse.ts";
import type { SecretData } from "../ground/sensitive.ts";
import { Sensitive } from "../ground/sensitive.ts";
import { notAnObject } from "./property-problems.ts";

/**
 * The members of a JSON object as keys and values (ESO: esutils.JSONToSecretDataMap, which AWS, Azure and the
 * fake provider share): text without its escapes, null as nothing, and every other value as it is written. Of
 * members with one name the last counts. JSON null has no members; undefined for what is no JSON object.
 */
export function jsonToSecretData(json: GoString): SecretData | undefined {
  const node = tryParseJson(json);
  if (node?.kind === "null") return new Map();
  if (node?.kind !== "object") return undefined;
  const data = new Map<string, Sensitive>();
  for (const [name, value] of node.members) {
    data.set(fromGoString(name), new Sensitive(bytesOfGoString(memberText(json, value))));
  }
  return data;
}

/** What extract takes of a text: its members, or why it has none. `property` is what the text was selected by. */
export function extractMembers(json: GoString, property: string | undefined): Answer<SecretData> {
  const value = jsonToSecretData(json);
  return value === undefined ? { kind: "failed", problem: notAnObject(property) } : { kind: "value", value };
}

function memberText(json: GoString, value: JsonNode): GoString {
  if (value.kind === "string") return value.value;
  return value.kind === "null" ? "" : json.slice(value.start, value.end);
}
