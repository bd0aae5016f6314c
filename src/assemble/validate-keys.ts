import type { GoString } from "../go/bytes.ts";
import { encodeRune, runesOf } from "../go/bytes.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { isKeyRune } from "../providers/convert-key.ts";
import type { Entries, Entry } from "./entries.ts";
import { listKeys } from "./entries.ts";
import { StepError } from "./step-error.ts";

const MAX_LENGTH = 253;

/**
 * The entries without the one whose key is empty; the rest must have keys as ESO allows them (ESO: ValidateKeys).
 * Throws StepError, which names the keys that are not.
 */
export function validateKeys(entries: Entries, path: FieldPath): Entries {
  const named = new Map<GoString, Entry>([...entries].filter(([key]) => key !== ""));
  const keys = [...named.keys()];
  const long = keys.filter((key) => key.length > MAX_LENGTH);
  if (long.length > 0) {
    throw invalid(path, `Cannot use ${listKeys(long)} as a key: at most ${MAX_LENGTH} bytes are allowed`);
  }
  const refused = keys.filter((key) => !runesOf(key).every(isKeyRune));
  if (refused.length > 0) {
    const runes = new Set(refused.flatMap((key) => runesOf(key).filter((rune) => !isKeyRune(rune))));
    throw invalid(
      path,
      `Cannot use ${listKeys(refused)} as a key: not allowed is ${listKeys([...runes].map(encodeRune))}`,
    );
  }
  return named;
}

function invalid(path: FieldPath, message: string): StepError {
  return new StepError(path, {
    code: "KEY_INVALID",
    message,
    hint: 'Rename it with rewrite to letters, digits, "-", "_" and "."; without any rewrite, conversionStrategy does that',
  });
}
