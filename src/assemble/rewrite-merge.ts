import type { RewriteMerge } from "../eso/external-secret.ts";
import type { GoString } from "../go/bytes.ts";
import { bytesOfGoString, goStringOfBytes, toGoString } from "../go/bytes.ts";
import type { GoJson } from "../go/json-marshal.ts";
import { marshalJson } from "../go/json-marshal.ts";
import { tryParseJson } from "../go/json-parse.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { Sensitive } from "../ground/sensitive.ts";
import { byteValue } from "../providers/byte-value.ts";
import { decodedMembersOf } from "../providers/decode-json.ts";
import type { Entries, Entry } from "./entries.ts";
import { areNames, listKeys, nameKeys } from "./entries.ts";
import { checkRivalry } from "./rename-keys.ts";
import { StepError } from "./step-error.ts";

/**
 * Joins values that are JSON objects (ESO: RewriteMerge). By the strategy Extract their members take the place of
 * all entries; by JSON the joined object is added under `into`. Throws StepError.
 */
export function merge(entries: Entries, operation: RewriteMerge, path: FieldPath): Entries {
  checkRivalry(entries);
  const { merged, conflicts } = joinedMembers(entries, operation, path);
  if (conflicts.size > 0 && operation.conflictPolicy !== "Ignore") {
    const which = areNames(conflicts) ? `the member ${listKeys([...conflicts])}` : "the same member";
    throw new StepError(path, {
      code: "KEY_CONFLICT",
      message: `Cannot merge: more than one value has ${which}`,
      hint: "Set merge.conflictPolicy to Ignore, and merge.priority to say which value wins",
    });
  }
  return operation.strategy === "JSON" ? asJson(entries, merged, operation, path) : asEntries(merged);
}

type Members = ReadonlyMap<GoString, GoJson>;

interface Joined {
  readonly merged: Members;
  readonly conflicts: ReadonlySet<GoString>;
}

function joinedMembers(entries: Entries, operation: RewriteMerge, path: FieldPath): Joined {
  const merged = new Map<GoString, GoJson>();
  const conflicts = new Set<GoString>();
  for (const key of mergeOrder(entries, operation)) {
    const entry = entries.get(key);
    if (entry === undefined) {
      if (operation.priorityPolicy === "IgnoreNotFound") continue;
      throw new StepError([...path, "priority"], {
        code: "REWRITE_FAILED",
        message: `Cannot merge: ${nameKeys([key])} of priority does not exist`,
        hint: "Correct merge.priority, or set merge.priorityPolicy to IgnoreNotFound",
      });
    }
    for (const [name, value] of membersOf(key, entry, path)) {
      if (merged.has(name)) conflicts.add(name);
      merged.set(name, value);
    }
  }
  return { merged, conflicts };
}

/** The keys of `priority` come last, in their own order, so that they win; the others by their bytes. */
function mergeOrder(entries: Entries, { priority = [] }: RewriteMerge): GoString[] {
  const last = priority.map(toGoString);
  const named = new Set(last);
  return [...[...entries.keys()].filter((key) => !named.has(key)).toSorted(), ...last];
}

function membersOf(key: GoString, { value }: Entry, path: FieldPath): Members {
  const node = tryParseJson(goStringOfBytes(value.reveal()));
  if (node?.kind === "null") return new Map();
  if (node?.kind !== "object") {
    throw unusable(key, path, "it is not a JSON object", "rewrite.merge joins values that are JSON objects");
  }
  const members = decodedMembersOf(node.members);
  if (members !== undefined) return members;
  throw unusable(key, path, "a number in it is beyond float64", "Quote the number in the store");
}

function unusable(key: GoString, path: FieldPath, reason: string, hint: string): StepError {
  return new StepError(path, {
    code: "VALUE_NOT_JSON",
    message: `Cannot merge the value of ${areNames([key]) ? nameKeys([key]) : "a key"}: ${reason}`,
    hint,
  });
}

function asEntries(merged: Members): Entries {
  return new Map([...merged].map(([name, value]) => [name, entryOf(byteValue(value))] as const));
}

/** By the strategy JSON the joined object needs a key. Throws StepError. */
export function checkMergeTarget({ strategy, into = "" }: RewriteMerge, path: FieldPath): void {
  if (strategy !== "JSON" || into !== "") return;
  throw new StepError(path, {
    code: "REWRITE_FAILED",
    message: "Cannot merge into an empty key",
    hint: "Set merge.into to the key that the joined object gets",
  });
}

function asJson(entries: Entries, merged: Members, operation: RewriteMerge, path: FieldPath): Entries {
  checkMergeTarget(operation, path);
  const { into = "" } = operation;
  return new Map([...entries, [toGoString(into), entryOf(marshalJson(merged, { escapeHtml: false }))]]);
}

function entryOf(text: GoString): Entry {
  return { value: new Sensitive(bytesOfGoString(text)) };
}
