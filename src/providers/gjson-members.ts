import type { GoString } from "../go/bytes.ts";
import type { Evaluation } from "./gjson-evaluation.ts";
import { endOfString, nextValue } from "./gjson-scan.ts";
import { unescape } from "./gjson-string.ts";
import { GjsonValue, NOTHING } from "./gjson-value.ts";

/** A member of an object, or an item of a list, which has no name. */
export interface Member {
  readonly name: GjsonValue;
  readonly value: GjsonValue;
}

/** What each member costs beyond its bytes, which may be one. */
const MEMBER = 48;

/**
 * The members of an object or the items of a list (gjson's ForEach); a value that is neither is its own only item.
 * They are read as leniently as all else: after each, one character is passed over unseen.
 */
export function membersOf(container: GjsonValue, evaluation: Evaluation): readonly Member[] {
  if (!container.exists) return [];
  if (container.kind !== "json") return [{ name: NOTHING, value: container }];
  if (!container.isObject && !container.isArray) return [];
  const json = container.raw;
  evaluation.spend(json.length);
  const members: Member[] = [];
  for (let at = 1; at < json.length; at++) {
    if (container.isObject && json[at] !== '"') continue;
    const nameEnd = container.isObject ? endOfString(json, at) : at;
    if (nameEnd === undefined) break;
    const next = nextValue(json, skipSeparators(json, nameEnd));
    if (next === undefined) break;
    evaluation.spend(MEMBER);
    members.push({ name: nameOf(json.slice(at, nameEnd)), value: next.value });
    at = next.end;
  }
  return members;
}

function nameOf(raw: GoString): GjsonValue {
  return raw === "" ? NOTHING : new GjsonValue("string", raw, unescape(raw.slice(1, -1)));
}

function skipSeparators(json: GoString, at: number): number {
  let start = at;
  while (start < json.length && (json.charCodeAt(start) <= 0x20 || ",:".includes(json.charAt(start))))
    start++;
  return start;
}
