import type { ServiceAccount } from "../eso/store-credentials.ts";
import { decodeBase64 } from "../go/base64.ts";
import { bytesOfGoString, toGoString } from "../go/bytes.ts";
import type { JsonObject, JsonValue } from "../ground/json-value.ts";
import { asJsonObject, isJsonArray } from "../ground/json-value.ts";

/** The value of a key of a Secret. Only what is encoded right counts; a Secret's own problems are told where it is emitted. */
export function secretValue(object: JsonObject, key: string): Uint8Array | undefined {
  const plain = asJsonObject(object["stringData"])[key];
  if (typeof plain === "string") return bytesOfGoString(toGoString(plain));
  const encoded = asJsonObject(object["data"])[key];
  if (typeof encoded !== "string") return undefined;
  const decoded = decodeBase64(toGoString(encoded), "std");
  return decoded.ok ? bytesOfGoString(decoded.value) : undefined;
}

/** What a ServiceAccount says of itself; one without annotations and Secrets where there is no object. */
export function serviceAccountOf(
  object: JsonObject | undefined,
  namespace: string,
  name: string,
): ServiceAccount {
  const annotations = asJsonObject(asJsonObject(object?.["metadata"])["annotations"]);
  return {
    name,
    namespace,
    annotations: new Map(Object.entries(annotations).filter(isText)),
    secrets: namesIn(object?.["secrets"]),
  };
}

function isText(entry: [string, JsonValue]): entry is [string, string] {
  return typeof entry[1] === "string";
}

/** Names in a list of references to objects. */
function namesIn(references: JsonValue | undefined): readonly string[] {
  if (!isJsonArray(references)) return [];
  return references.map((item) => asJsonObject(item)["name"]).filter((name) => typeof name === "string");
}
