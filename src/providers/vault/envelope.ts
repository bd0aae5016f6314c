import type { GoString } from "../../go/bytes.ts";
import { fromGoString } from "../../go/bytes.ts";
import type { JsonNode } from "../../go/json-parse.ts";
import { tryParseJson } from "../../go/json-parse.ts";
import { LIMITS } from "../../ground/limits.ts";

/** The members of a JSON object; of those with one name the last counts. */
export type Members = ReadonlyMap<GoString, JsonNode>;

/** An answer of Vault's API, taken apart (Vault: api.Secret). */
export interface Envelope {
  /** Undefined where there is none or it is null. */
  readonly data: Members | undefined;
  readonly auth: Members | undefined;
  readonly hasWarnings: boolean;
  readonly requestId: string | undefined;
  /** What an error says. Only to be compared with known texts, never to be shown. */
  readonly errors: readonly string[];
}

/** Members by which an answer of Vault is known. */
const KNOWN = ["request_id", "lease_id", "lease_duration", "renewable", "data", "warnings", "auth", "errors"];

/**
 * Reads an answer (Vault: api.ParseSecret). As Go's decoder it stops behind the first JSON value. Undefined for
 * what no Vault server says: no JSON object, none of the members that an answer has, or members of other types.
 */
export function parseEnvelope(body: GoString): Envelope | undefined {
  const members = objectIn(body);
  if (members === undefined || !KNOWN.some((name) => members.has(name))) return undefined;
  const data = members.get("data");
  const auth = members.get("auth");
  if (!isObjectOrNull(data) || !isObjectOrNull(auth)) return undefined;
  return {
    data: membersOf(data),
    auth: membersOf(auth),
    hasWarnings: itemsOf(members.get("warnings")).length > 0,
    requestId: textOf(members.get("request_id")),
    errors: itemsOf(members.get("errors")).flatMap((item) => textOf(item) ?? []),
  };
}

/** The members of a JSON object, undefined for anything else. */
export function membersOf(node: JsonNode | undefined): Members | undefined {
  return node?.kind === "object" ? new Map(node.members) : undefined;
}

/** The items of a JSON array, none for anything else. */
export function itemsOf(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.kind === "array" ? node.items : [];
}

/** A JSON string's text, undefined for anything else. */
export function textOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === "string" ? fromGoString(node.value) : undefined;
}

function objectIn(body: GoString): Members | undefined {
  return membersOf(tryParseJson(body, { maxDepth: LIMITS.answerDepth, isPrefix: true }));
}

function isObjectOrNull(node: JsonNode | undefined): boolean {
  return node === undefined || node.kind === "null" || node.kind === "object";
}
