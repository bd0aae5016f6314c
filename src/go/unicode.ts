import { isUnassigned } from "./unicode-unassigned.ts";

/** `unicode.IsLetter`: category L. */
export function isLetter(rune: number): boolean {
  return rune < 0x80 ? isAsciiLetter(rune) : is(LETTER, rune);
}

/** `unicode.IsNumber`: category N, so that `²` and `Ⅷ` are numbers too. */
export function isNumber(rune: number): boolean {
  return rune < 0x80 ? isAsciiDigit(rune) : is(NUMBER, rune);
}

/** `unicode.IsDigit`: category Nd, the decimal digits of every script. */
export function isDigit(rune: number): boolean {
  return rune < 0x80 ? isAsciiDigit(rune) : is(DIGIT, rune);
}

/** `unicode.IsUpper`: category Lu. */
export function isUpper(rune: number): boolean {
  return rune < 0x80 ? rune >= 0x41 && rune <= 0x5a : is(UPPER, rune);
}

/** `unicode.IsLower`: category Ll. U+0295 counts, as it did in Unicode 15. */
export function isLower(rune: number): boolean {
  return rune < 0x80 ? rune >= 0x61 && rune <= 0x7a : rune === 0x295 || is(LOWER, rune);
}

/** `unicode.IsSpace`: the property White_Space; U+0085 and U+00A0 count. */
export function isSpace(rune: number): boolean {
  return rune < 0x80 ? rune === 0x20 || (rune >= 9 && rune <= 13) : is(SPACE, rune);
}

/** `unicode.IsPunct`: category P; `$`, `+`, `<` and the like are symbols, not punctuation. */
export function isPunct(rune: number): boolean {
  return is(PUNCTUATION, rune);
}

/** `unicode.IsControl`: category Cc, the C0 and C1 controls and DEL. */
export function isControl(rune: number): boolean {
  return (rune >= 0 && rune < 0x20) || (rune >= 0x7f && rune < 0xa0);
}

/** `unicode.IsPrint` and `strconv.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space. */
export function isPrint(rune: number): boolean {
  return rune < 0x80 ? rune >= 0x20 && rune < 0x7f : is(VISIBLE, rune);
}

/** `unicode.IsGraphic` and `strconv.IsGraphic`: what is printable, and every space of category Zs. */
export function isGraphic(rune: number): boolean {
  return isPrint(rune) || is(SPACE_SEPARATOR, rune);
}

/** `unicode.ToUpper`: the one-to-one mapping, so that `ß` stays. */
export function toUpper(rune: number): number {
  if (rune < 0x80) return rune >= 0x61 && rune <= 0x7a ? rune - 32 : rune;
  if (rune >= 0x1f80 && rune <= 0x1ff3) return upperOfIotaSubscript(rune);
  return isRune(rune) ? single(String.fromCodePoint(rune).toUpperCase(), rune) : rune;
}

/** `unicode.ToLower`: the one-to-one mapping, so that `İ` becomes `i`. */
export function toLower(rune: number): number {
  if (rune < 0x80) return rune >= 0x41 && rune <= 0x5a ? rune + 32 : rune;
  if (rune === 0x130) return 0x69;
  return isRune(rune) ? single(String.fromCodePoint(rune).toLowerCase(), rune) : rune;
}

/** `unicode.ToTitle`: as toUpper(), but `ǆ` becomes `ǅ`, and Georgian letters stay. */
export function toTitle(rune: number): number {
  if (rune >= 0x1c4 && rune <= 0x1cc) return rune - ((rune - 0x1c4) % 3) + 1;
  if (rune >= 0x1f1 && rune <= 0x1f3) return 0x1f2;
  return rune >= 0x10d0 && rune <= 0x10ff ? rune : toUpper(rune);
}

const LETTER = /\p{L}/u;
const NUMBER = /\p{N}/u;
const DIGIT = /\p{Nd}/u;
const UPPER = /\p{Lu}/u;
const LOWER = /\p{Ll}/u;
const SPACE = /\p{White_Space}/u;
const PUNCTUATION = /\p{P}/u;
const VISIBLE = /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u;
const SPACE_SEPARATOR = /\p{Zs}/u;

function isAsciiLetter(rune: number): boolean {
  const folded = rune | 0x20;
  return rune > 0 && folded >= 0x61 && folded <= 0x7a;
}

function isAsciiDigit(rune: number): boolean {
  return rune >= 0x30 && rune <= 0x39;
}

function is(category: RegExp, rune: number): boolean {
  return isRune(rune) && category.test(String.fromCodePoint(rune)) && !isUnassigned(rune);
}

function isRune(rune: number): boolean {
  return rune >= 0 && rune <= 0x10ffff;
}

/** JavaScript maps these Greek letters to two; Go's simple mapping has a capital with the iota kept. */
function upperOfIotaSubscript(rune: number): number {
  if (rune <= 0x1faf) return rune | 8;
  if (rune === 0x1fb3 || rune === 0x1fc3 || rune === 0x1ff3) return rune + 9;
  return single(String.fromCodePoint(rune).toUpperCase(), rune);
}

/** The mapped rune where it is one rune that Unicode 15 had already; else the rune itself. */
function single(mapped: string, rune: number): number {
  const first = mapped.codePointAt(0) ?? rune;
  return mapped.length === (first > 0xffff ? 2 : 1) && !isUnassigned(first) && !isUnassigned(rune)
    ? first
    : rune;
}
