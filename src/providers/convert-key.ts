import type { ConversionStrategy } from "../eso/external-secret.ts";
import type { GoString } from "../go/bytes.ts";
import { encodeRune, runesOf } from "../go/bytes.ts";
import { isLetter, isNumber } from "../go/unicode.ts";

/** Two names that a conversion makes the same. */
export interface Collision {
  readonly first: GoString;
  readonly second: GoString;
  readonly key: GoString;
}

/**
 * All names of a map by their `conversionStrategy` (ESO: esutils.ConvertKeys), or the first two that would become
 * the same name.
 */
export function convertKeys<Value>(
  strategy: ConversionStrategy | undefined,
  entries: ReadonlyMap<GoString, Value>,
): { readonly converted: Map<GoString, Value> } | { readonly collision: Collision } {
  const converted = new Map<GoString, Value>();
  const names = new Map<GoString, GoString>();
  for (const [name, value] of entries) {
    const key = convertKey(strategy, name);
    const first = names.get(key);
    if (first !== undefined) return { collision: { first, second: name, key } };
    names.set(key, name);
    converted.set(key, value);
  }
  return { converted };
}

/**
 * One name as a Secret's key: letters and numbers of any script, `-`, `.` and `_` stay; every other code point
 * becomes `_`, or `_U` with its hexadecimal number and `_` by the strategy Unicode.
 */
export function convertKey(strategy: ConversionStrategy | undefined, name: GoString): GoString {
  let key = "";
  for (const rune of runesOf(name)) key += isKeyRune(rune) ? encodeRune(rune) : replacementOf(strategy, rune);
  return key;
}

/** Whether ESO lets a code point stand in a key. The API server takes the ASCII ones only. */
export function isKeyRune(rune: number): boolean {
  return rune === MINUS || rune === DOT || rune === UNDERSCORE || isLetter(rune) || isNumber(rune);
}

const MINUS = 0x2d;
const DOT = 0x2e;
const UNDERSCORE = 0x5f;

function replacementOf(strategy: ConversionStrategy | undefined, rune: number): GoString {
  return strategy === "Unicode" ? `_U${rune.toString(16).padStart(4, "0")}_` : "_";
}
