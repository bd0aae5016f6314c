import { decodeBase64 } from "../go/base64.ts";
import { fromGoString, goStringOfBytes } from "../go/bytes.ts";
import type { JsonNode } from "../go/json-parse.ts";
import { tryParseJson } from "../go/json-parse.ts";

/** For whom a JSON Web Token is meant: its `aud` claim (RFC 7519, 4.1.3); nobody, where it is no such token. */
export function audiencesOf(token: Uint8Array): readonly string[] {
  const [, payload = ""] = goStringOfBytes(token).trim().split(".");
  const decoded = decodeBase64(payload + "=".repeat((4 - (payload.length % 4)) % 4), "url");
  if (!decoded.ok) return [];
  return textsOf(memberOf(tryParseJson(decoded.value, { maxDepth: 64 }), "aud"));
}

function memberOf(node: JsonNode | undefined, name: string): JsonNode | undefined {
  return node?.kind === "object" ? node.members.findLast(([key]) => key === name)?.[1] : undefined;
}

function textsOf(node: JsonNode | undefined): string[] {
  if (node?.kind === "string") return [fromGoString(node.value)];
  return node?.kind === "array" ? node.items.flatMap((item) => textsOf(item)) : [];
}
