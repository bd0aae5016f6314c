import type { GoString } from "../go/bytes.ts";
import { encodeRune, runesOf } from "../go/bytes.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { isKeyRune } from "../providers/convert-key.ts";
import type { Entries, Entry } from "./entries.ts";
import { listKeys, MAX_LISTED } from "./entries.ts";
import { StepError } from "./step-error.ts";

const MAX_LENGTH = 253;

/**
 * Where keys stand: names of secrets, or of a generator's values, may be shown; members of a secret's value are told by
 * their place, as what is no key may be anything.
 */
export type KeyOrigin = "names" | "members";

/**
 * The entries without the one whose key is empty; the rest must have keys as ESO allows them (ESO: ValidateKeys).
 * Throws StepError, which tells the keys that are not.
 */
export function validateKeys(entries: Entries, path: FieldPath, origin: KeyOrigin): Entries {
  const named = new Map<GoString, Entry>([...entries].filter(([key]) => key !== ""));
  const keys = [...named.keys()];
  const long = keys.filter((key) => key.length > MAX_LENGTH);
  if (long.length > 0) throw invalid(path, long, keys, origin, `at most ${MAX_LENGTH} bytes are allowed`);
  const refused = keys.filter((key) => !runesOf(key).every(isKeyRune));
  if (refused.length > 0) {
    const runes = new Set(refused.flatMap((key) => runesOf(key).filter((rune) => !isKeyRune(rune))));
    throw invalid(path, refused, keys, origin, `not allowed is ${listKeys([...runes].map(encodeRune))}`);
  }
  return named;
}

const RENAME =
  'Rename it with rewrite to letters, digits, "-", "_" and "."; without any rewrite, conversionStrategy does that';

function invalid(
  path: FieldPath,
  refused: readonly GoString[],
  keys: readonly GoString[],
  origin: KeyOrigin,
  reason: string,
): StepError {
  const isShown = origin === "names";
  const which = isShown ? `${listKeys(refused)} as a key` : placesOf(refused, keys);
  return new StepError(path, {
    code: "KEY_INVALID",
    message: `Cannot use ${which}: ${reason}`,
    hint: isShown
      ? RENAME
      : `${RENAME}. What stands in a secret is not shown: look at its value in the store`,
  });
}

/** `2 of 7 keys, number 3 and 5 in alphabetical order`. */
function placesOf(refused: readonly GoString[], keys: readonly GoString[]): string {
  if (keys.length === 1) return "the only key";
  const wanted = new Set(refused);
  const places = keys
    .toSorted()
    .flatMap((key, index) => (wanted.has(key) ? [index + 1] : []))
    .slice(0, MAX_LISTED);
  const more = refused.length > places.length ? ", ..." : "";
  return `${refused.length} of ${keys.length} keys, number ${places.join(", ")}${more} in alphabetical order`;
}
