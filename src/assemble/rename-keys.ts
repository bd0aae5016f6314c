import { Buffer } from "node:buffer";

import type { GoString } from "../go/bytes.ts";
import type { FieldPath } from "../ground/field-path.ts";
import type { Sensitive } from "../ground/sensitive.ts";
import type { Entries, Entry } from "./entries.ts";
import { listKeys } from "./entries.ts";
import { StepError } from "./step-error.ts";

/** Two keys that a rewrite made one, with values that differ. */
export interface Rivalry {
  readonly first: GoString;
  readonly second: GoString;
  readonly key: GoString;
  /** The rewrite item. */
  readonly path: FieldPath;
}

/**
 * All entries under new keys. Two with one value may share a key. With two values the entry is marked: it is an
 * error only if it is still there in the end, so that many keys can be renamed to nothing and dropped.
 */
export function renameKeys(entries: Entries, path: FieldPath, rename: (key: GoString) => GoString): Entries {
  const renamed = new Map<GoString, Entry>();
  const sources = new Map<GoString, GoString>();
  for (const [name, entry] of entries) {
    const key = rename(name);
    const present = renamed.get(key);
    if (present === undefined) {
      sources.set(key, name);
      renamed.set(key, entry);
    } else if (entry.rivalry !== undefined) renamed.set(key, entry);
    else if (present.rivalry === undefined && !sameValue(present.value, entry.value)) {
      renamed.set(key, {
        value: entry.value,
        rivalry: { first: sources.get(key) ?? "", second: name, key, path },
      });
    }
  }
  return renamed;
}

/** Throws StepError where a key has two rivals. */
export function checkRivalry(entries: Entries): void {
  for (const { rivalry } of entries.values()) {
    if (rivalry === undefined) continue;
    const { first, second, key, path } = rivalry;
    throw new StepError(path, {
      code: "KEY_CONFLICT",
      message: `Cannot rewrite keys: ${listKeys([first])} and ${listKeys([second])} both become ${listKeys([key])}`,
      hint: "Their values differ, and which one would win is random in ESO: change the rewrite so that the keys stay apart",
    });
  }
}

function sameValue(a: Sensitive, b: Sensitive): boolean {
  return Buffer.compare(a.reveal(), b.reveal()) === 0;
}
