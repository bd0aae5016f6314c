import { fromGoString, goStringOfBytes } from "../../go/bytes.ts";
import type { JsonNode } from "../../go/json-parse.ts";
import { tryParseJson } from "../../go/json-parse.ts";

/** The members of a JSON object of a service; of members with one name the last counts. */
export type JsonMembers = ReadonlyMap<string, JsonNode>;

/** Body of an answer as an object; undefined for what is none. */
export function jsonMembers(body: Uint8Array): JsonMembers | undefined {
  return membersOf(tryParseJson(goStringOfBytes(body)));
}

/** The members of a value that is an object. */
export function membersOf(node: JsonNode | undefined): JsonMembers | undefined {
  if (node?.kind !== "object") return undefined;
  return new Map(node.members.map(([name, value]) => [fromGoString(name), value]));
}

/** A member that is text. */
export function textOf(members: JsonMembers | undefined, name: string): string | undefined {
  const node = members?.get(name);
  return node?.kind === "string" ? fromGoString(node.value) : undefined;
}

/** A member that is a number, or a number written as text. */
export function numberOf(members: JsonMembers | undefined, name: string): number | undefined {
  const node = members?.get(name);
  if (node?.kind !== "number" && node?.kind !== "string") return undefined;
  const value = Number(node.kind === "number" ? node.text : node.value);
  return Number.isFinite(value) ? value : undefined;
}
