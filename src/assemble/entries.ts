import type { GoString } from "../go/bytes.ts";
import { fromGoString, runesOf, toGoString } from "../go/bytes.ts";
import type { SecretData, Sensitive } from "../ground/sensitive.ts";
import { visible } from "../ground/visible.ts";
import { isKeyRune } from "../providers/convert-key.ts";
import type { Rivalry } from "./rename-keys.ts";

/** One value of a step, on its way to a key. */
export interface Entry {
  readonly value: Sensitive;
  /** Two keys were renamed to this one: which value it has is random in ESO, so it must not be used. */
  readonly rivalry?: Rivalry;
}

/** Keys and values of one step. Keys are bytes, since rewrite works on bytes. */
export type Entries = ReadonlyMap<GoString, Entry>;

/** The entries of a map as a provider or generator gives it. */
export function entriesOf(data: SecretData): Entries {
  return new Map([...data].map(([key, value]) => [toGoString(key), { value }] as const));
}

/** `key "a"`, or `keys "a", "b"`, for a message. */
export function nameKeys(keys: readonly GoString[]): string {
  return `${keys.length === 1 ? "key" : "keys"} ${listKeys(keys)}`;
}

/** Keys for a message, quoted: the first five, and how many more there are. */
export function listKeys(keys: readonly GoString[]): string {
  const shown = keys.slice(0, MAX_LISTED).map((key) => `"${visible(fromGoString(key))}"`);
  const more = keys.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

/**
 * Whether keys may stand in a message though they may be members of a secret's value: they have no other characters than
 * keys and paths. What has others may be a value that somebody stored where names belong.
 */
export function areNames(keys: Iterable<GoString>): boolean {
  return [...keys].every((key) => runesOf(key).every((rune) => rune === SLASH || isKeyRune(rune)));
}

const SLASH = 0x2f;

/** How many keys a message tells. */
export const MAX_LISTED = 5;
