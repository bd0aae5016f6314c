import type { RewriteMerge } from "../eso/external-secret.ts";
import type { Answer } from "../eso/read-request.ts";
import type { GoString } from "../go/bytes.ts";
import { bytesOfGoString, fromGoString, goStringOfBytes } from "../go/bytes.ts";
import type { GoJson } from "../go/json-marshal.ts";
import { marshalJson } from "../go/json-marshal.ts";
import type { JsonNode } from "../go/json-parse.ts";
import { parseJson } from "../go/json-parse.ts";
import type { Problem } from "../ground/diagnostic.ts";
import type { SecretData } from "../ground/sensitive.ts";
import { Sensitive } from "../ground/sensitive.ts";
import { visible } from "../ground/visible.ts";
import { byteValue } from "../providers/byte-value.ts";

type Members = Map<GoString, GoJson>;

/** rewrite.merge (ESO: RewriteMerge): all values are JSON objects, and their members are put into one. */
export function mergeSecrets(merge: RewriteMerge, data: SecretData): Answer<SecretData> {
  const order = orderOf(merge, data);
  if ("problem" in order) return failed(order.problem);
  const merged = mergeMembers(merge, data, order.keys);
  if ("problem" in merged) return failed(merged.problem);
  if (merge.strategy === "JSON") return mergeInto(merge.into ?? "", data, merged.members);
  const extracted = [...merged.members].map(
    ([key, value]) => [fromGoString(key), new Sensitive(bytesOfGoString(byteValue(value)))] as const,
  );
  return { kind: "value", value: new Map(extracted) };
}

/** Keys in byte order, those of `priority` last and in its order: what comes last wins. */
function orderOf(
  merge: RewriteMerge,
  data: SecretData,
): { readonly keys: string[] } | { readonly problem: Problem } {
  const { priority = [], priorityPolicy } = merge;
  const absent = priority.find((key) => !data.has(key));
  if (absent !== undefined && priorityPolicy !== "IgnoreNotFound") {
    return {
      problem: rewriteFailed(
        `key "${visible(absent)}" of priority is not there`,
        "Remove it from priority, or set priorityPolicy to IgnoreNotFound",
      ),
    };
  }
  const others = [...data.keys()].filter((key) => !priority.includes(key)).toSorted(compareUtf8);
  return { keys: [...others, ...priority.filter((key) => data.has(key))] };
}

function mergeMembers(
  merge: RewriteMerge,
  data: SecretData,
  keys: readonly string[],
): { readonly members: Members } | { readonly problem: Problem } {
  const members: Members = new Map();
  const conflicts = new Set<GoString>();
  for (const key of keys) {
    const object = parseObject(goStringOfBytes(data.get(key)?.reveal() ?? new Uint8Array()));
    if (object === undefined) {
      return {
        problem: rewriteFailed(
          `the value of key "${visible(key)}" is not a JSON object`,
          "Merge takes objects only",
        ),
      };
    }
    for (const [name, value] of object) {
      if (members.has(name)) conflicts.add(name);
      members.set(name, value);
    }
  }
  if (conflicts.size === 0 || merge.conflictPolicy === "Ignore") return { members };
  const names = [...conflicts].toSorted().map((name) => `"${visible(fromGoString(name))}"`);
  return {
    problem: rewriteFailed(
      `several values have ${names.join(", ")}`,
      "Set conflictPolicy to Ignore and order the keys with priority: the last one wins",
    ),
  };
}

function mergeInto(into: string, data: SecretData, members: Members): Answer<SecretData> {
  if (into === "") {
    return failed(rewriteFailed('strategy "JSON" needs a key to write to', "Set into to the name of a key"));
  }
  const json = new Sensitive(bytesOfGoString(marshalJson(members, { escapeHtml: false })));
  return { kind: "value", value: new Map([...data, [into, json]]) };
}

/** Members of a JSON object, numbers as float64; null has none. Undefined for anything else. */
function parseObject(json: GoString): Members | undefined {
  try {
    const node = parseJson(json);
    if (node.kind === "null") return new Map();
    return node.kind === "object" ? toMembers(node.members) : undefined;
  } catch {
    return undefined;
  }
}

function toMembers(members: readonly (readonly [GoString, JsonNode])[]): Members {
  return new Map(members.map(([key, node]) => [key, toValue(node)]));
}

function toValue(node: JsonNode): GoJson {
  switch (node.kind) {
    case "null":
      return null;
    case "array":
      return node.items.map(toValue);
    case "object":
      return toMembers(node.members);
    case "number":
      return toFloat(node.text);
    default:
      return node.value;
  }
}

function toFloat(text: GoString): number {
  const value = Number(text);
  if (!Number.isFinite(value)) throw new RangeError("A number is out of range");
  return value;
}

function compareUtf8(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => goStringOfBytes(new TextEncoder().encode(text)));
  return (left ?? "") < (right ?? "") ? -1 : 1;
}

function rewriteFailed(reason: string, hint: string): Problem {
  return { code: "REWRITE_FAILED", message: `Cannot merge: ${reason}`, hint };
}

function failed(problem: Problem): Answer<SecretData> {
  return { kind: "failed", problem };
}
