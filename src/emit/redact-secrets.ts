import { encodeBase64 } from "../go/base64.ts";
import { toGoString } from "../go/bytes.ts";
import type { JsonObject, JsonValue } from "../ground/json-value.ts";
import { asJsonObject, isJsonArray, isJsonObject } from "../ground/json-value.ts";

/** Where kubectl keeps the whole object, values included. */
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** Whether an object of this kind is a Secret, or may be a list of them. */
export function mayHoldSecrets({
  apiVersion,
  kind,
}: {
  readonly apiVersion: string;
  readonly kind: string;
}): boolean {
  return apiVersion === "v1" && (kind === "Secret" || kind.endsWith("List"));
}

/** The object with placeholders that name the key in place of each value of a Secret, its own or of its items. */
export function redactSecrets(object: JsonObject): JsonObject {
  const { kind, items } = object;
  if (kind === "Secret") return redactSecret(object);
  if (!isJsonArray(items)) return object;
  return withMembers(object, {
    items: items.map((item) => (isJsonObject(item) ? redactSecrets(item) : item)),
  });
}

function redactSecret(secret: JsonObject): JsonObject {
  const metadata = asJsonObject(secret["metadata"]);
  const name = typeof metadata["name"] === "string" ? metadata["name"] : "";
  const placeholder = (key: string): string => `[redacted ${name}/${key}]`;
  return withMembers(secret, {
    metadata: withMembers(metadata, {
      annotations: replaced(metadata["annotations"], placeholder, LAST_APPLIED),
    }),
    data: replaced(secret["data"], (key) => encodeBase64(toGoString(placeholder(key)), "std")),
    stringData: replaced(secret["stringData"], placeholder),
  });
}

/** A map with placeholders for all values, or for the one of `only`. */
function replaced(
  map: JsonValue | undefined,
  placeholder: (key: string) => string,
  only?: string,
): JsonValue | undefined {
  if (!isJsonObject(map)) return map;
  const changed = Object.keys(map).filter((key) => only === undefined || key === only);
  return withMembers(map, Object.fromEntries(changed.map((key) => [key, placeholder(key)])));
}

/** The object with other values for members that it has. */
function withMembers(
  object: JsonObject,
  members: Readonly<Record<string, JsonValue | undefined>>,
): JsonObject {
  const changed = Object.create(null) as Record<string, JsonValue>;
  for (const [key, value] of Object.entries(object)) {
    const other = Object.hasOwn(members, key) ? members[key] : undefined;
    changed[key] = other ?? value;
  }
  return changed;
}
