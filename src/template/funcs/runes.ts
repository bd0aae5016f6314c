import { decodeRune, encodeRune, type GoString, isAscii, runesOf } from "../../go/bytes.ts";

/** `strings.Map` with a mapping that drops no rune: each byte that is not valid UTF-8 becomes U+FFFD. */
export function mapRunes(s: GoString, mapping: (rune: number) => number): GoString {
  let result = "";
  for (const rune of runesOf(s)) result += encodeRune(mapping(rune));
  return result;
}

/** `strings.Trim(s, cutset)`: the string without the runes of the cutset at either end. */
export function trimRunes(s: GoString, cutset: GoString): GoString {
  const cut = new Set(runesOf(cutset));
  return trimWhere(s, (rune) => cut.has(rune));
}

/** `strings.TrimFunc`: the string without the runes at either end that a predicate accepts. */
export function trimWhere(s: GoString, accepts: (rune: number) => boolean): GoString {
  let start = 0;
  let at = 0;
  let end = 0;
  while (at < s.length) {
    const { rune, size } = decodeRune(s, at);
    at += size;
    if (!accepts(rune)) end = at;
    else if (end === 0) start = at;
  }
  return s.slice(start, Math.max(start, end));
}

/** The strings of one rune each that make up a string; a byte that is not valid UTF-8 stays as it is. */
export function explode(s: GoString): GoString[] {
  if (isAscii(s)) return s.split("");
  const parts: GoString[] = [];
  for (let at = 0; at < s.length; at += parts.at(-1)?.length ?? 1) {
    parts.push(s.slice(at, at + decodeRune(s, at).size));
  }
  return parts;
}

/** `utf8.RuneCountInString`: how many parts {@link explode} gives. */
export function countRunes(s: GoString): number {
  if (isAscii(s)) return s.length;
  let count = 0;
  for (let at = 0; at < s.length; at += decodeRune(s, at).size) count++;
  return count;
}

/** `strings.Count` for a substring that is not empty: how often it occurs without overlap. */
export function countOccurrences(s: GoString, substring: GoString): number {
  let count = 0;
  for (let at = s.indexOf(substring); at >= 0; at = s.indexOf(substring, at + substring.length)) count++;
  return count;
}
