import type { Answer } from "../eso/read-request.ts";
import type { GoString } from "../go/bytes.ts";
import { bytesOfGoString, fromGoString } from "../go/bytes.ts";
import { parseJson } from "../go/json-parse.ts";
import type { JsonNode } from "../go/json-parse.ts";
import type { SecretData } from "../ground/sensitive.ts";
import { Sensitive } from "../ground/sensitive.ts";

/**
 * The members of a JSON object as a Secret's data (ESO: JSONToSecretDataMap): texts without quotes and escapes, null
 * as nothing, everything else as it is written. Of equal keys the last one counts.
 */
export function jsonToSecretData(json: GoString, what: string): Answer<SecretData> {
  const node = parseOrUndefined(json);
  if (node?.kind === "null") return { kind: "value", value: new Map() };
  if (node?.kind !== "object") {
    return {
      kind: "failed",
      problem: {
        code: "VALUE_NOT_JSON",
        message: `Cannot extract from ${what}: its value is not a JSON object`,
        hint: "Read a plain value with spec.data, or name the part that is an object with property",
      },
    };
  }
  const data = new Map<string, Sensitive>();
  for (const [key, member] of node.members) {
    data.set(fromGoString(key), new Sensitive(bytesOfGoString(memberText(json, member))));
  }
  return { kind: "value", value: data };
}

function memberText(json: GoString, member: JsonNode): GoString {
  if (member.kind === "string") return member.value;
  return member.kind === "null" ? "" : json.slice(member.start, member.end);
}

function parseOrUndefined(json: GoString): JsonNode | undefined {
  try {
    return parseJson(json);
  } catch {
    return undefined;
  }
}
