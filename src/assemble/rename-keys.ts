import { Buffer } from "node:buffer";

import type { GoString } from "../go/bytes.ts";
import type { Problem } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import type { Sensitive } from "../ground/sensitive.ts";
import type { Entries, Entry } from "./entries.ts";
import { areNames, listKeys } from "./entries.ts";
import { StepError } from "./step-error.ts";

/** Keys that a rewrite made one, with values that differ. */
export interface Rivalry {
  readonly first: GoString;
  readonly second: GoString;
  readonly key: GoString;
  /** The rewrite item. */
  readonly path: FieldPath;
  /** Each value that the key may have in ESO. */
  readonly values: readonly Sensitive[];
}

/**
 * All entries under new keys. Two with one value may share a key. With two values the entry is marked: it is an
 * error only if it is still there in the end, so that many keys can be renamed to nothing and dropped, and the key can
 * get its value from a later entry.
 */
export function renameKeys(entries: Entries, path: FieldPath, rename: (key: GoString) => GoString): Entries {
  const sources = new Map<GoString, [Source, ...Source[]]>();
  for (const source of entries) {
    const key = rename(source[0]);
    const present = sources.get(key);
    if (present === undefined) sources.set(key, [source]);
    else present.push(source);
  }
  return new Map([...sources].map(([key, from]) => [key, joined(key, from, path)] as const));
}

type Source = readonly [name: GoString, entry: Entry];

/** What one or several entries become under one key. */
function joined(key: GoString, [source, ...others]: readonly [Source, ...Source[]], path: FieldPath): Entry {
  const [first, entry] = source;
  if (others.length === 0) return entry;
  const all = [source, ...others];
  const earlier = all.find(([, { rivalry }]) => rivalry !== undefined)?.[1].rivalry;
  const [second] = others.find(([, { value }]) => !sameValue(value, entry.value)) ?? [];
  if (earlier === undefined && second === undefined) return entry;
  const values = all.flatMap(([, other]) => valuesOf(other));
  return { value: entry.value, rivalry: { first, second: second ?? "", key, path, ...earlier, values } };
}

/** Each value that an entry may have in ESO. */
export function valuesOf({ value, rivalry }: Entry): readonly Sensitive[] {
  return rivalry?.values ?? [value];
}

/** An entry whose values have become others: it is certain which it has where they are all the same. */
export function settled(
  [value, ...others]: readonly [Sensitive, ...Sensitive[]],
  rivalry: Rivalry | undefined,
): Entry {
  if (rivalry === undefined || others.every((other) => sameValue(value, other))) return { value };
  return { value, rivalry: { ...rivalry, values: [value, ...others] } };
}

/** Throws StepError where a key has two rivals. */
export function checkRivalry(entries: Entries): void {
  for (const { rivalry } of entries.values()) {
    if (rivalry !== undefined) throw new StepError(rivalry.path, conflictOf(rivalry));
  }
}

/** What is wrong with a key that has two rivals. */
export function conflictOf({ first, second, key }: Rivalry): Problem {
  const which = areNames([first, second, key])
    ? `${listKeys([first])} and ${listKeys([second])} both become ${listKeys([key])}`
    : "two of them become one";
  return {
    code: "KEY_CONFLICT",
    message: `Cannot rewrite keys: ${which}`,
    hint: "Their values differ, and which one would win is random in ESO: keep the keys apart, or give the key its value in spec.data",
  };
}

function sameValue(a: Sensitive, b: Sensitive): boolean {
  return Buffer.compare(a.reveal(), b.reveal()) === 0;
}
