import { decodeBase64 } from "../go/base64.ts";
import { fromGoString, goStringOfBytes } from "../go/bytes.ts";
import type { JsonNode } from "../go/json-parse.ts";
import { JsonSyntaxError, parseJson } from "../go/json-parse.ts";

/** For whom a JSON Web Token is meant: its `aud` claim (RFC 7519, 4.1.3); nobody, where it is no such token. */
export function audiencesOf(token: Uint8Array): readonly string[] {
  const [, payload = ""] = goStringOfBytes(token).trim().split(".");
  const decoded = decodeBase64(payload + "=".repeat((4 - (payload.length % 4)) % 4), "url");
  if (!decoded.ok) return [];
  try {
    return textsOf(memberOf(parseJson(decoded.value, { maxDepth: 64 }), "aud"));
  } catch (error) {
    if (error instanceof JsonSyntaxError) return [];
    throw error;
  }
}

function memberOf(node: JsonNode, name: string): JsonNode | undefined {
  return node.kind === "object" ? node.members.findLast(([key]) => key === name)?.[1] : undefined;
}

function textsOf(node: JsonNode | undefined): string[] {
  if (node?.kind === "string") return [fromGoString(node.value)];
  return node?.kind === "array" ? node.items.flatMap((item) => textsOf(item)) : [];
}
