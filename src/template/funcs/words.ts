import { decodeRune, encodeRune, type GoString, RUNE_ERROR, runesOf } from "../../go/bytes.ts";
import { isLetter, isNumber, isPunct, isSpace, isUpper, toLower } from "../../go/unicode.ts";

/**
 * xstrings.ToSnakeCase and ToKebabCase: the words of an identifier with one connector between two, upper-case words
 * lowered. A number belongs to the word before it unless letters follow it, as in `http_20x`. Bytes that are not
 * valid UTF-8 belong to the word they stand in.
 */
export function joinWords(s: GoString, connector: GoString): GoString {
  const words = wordsOf(s);
  let result = "";
  let at = 0;
  while (at < words.length) {
    const end = groupEnd(words, at);
    for (const word of words.slice(at, end)) result += textOf(word, connector);
    if (end < words.length && isSeparable(words[at]) && isSeparable(words[end])) result += connector;
    at = end;
  }
  return result;
}

/** `isConnector`: what separates the words of an identifier. */
export function isConnector(rune: number): boolean {
  return rune === 0x2d || rune === 0x5f || isSpace(rune);
}

type WordKind = "invalid" | "number" | "upper" | "letters" | "connector" | "punctuation" | "other";

interface Word {
  readonly kind: WordKind;
  readonly text: GoString;
}

/** One rune and its bytes, together with those before it that are no valid UTF-8. */
interface Unit {
  readonly rune: number;
  readonly text: GoString;
}

/** The end of the words, from one on, that stand together without a connector. */
function groupEnd(words: readonly Word[], start: number): number {
  const kind = words[start]?.kind;
  if (kind === "connector" || kind === "punctuation") return start + 1;
  if (kind !== "number") {
    return words[start + 1]?.kind === "number" && words[start + 2]?.kind !== "letters"
      ? start + 2
      : start + 1;
  }
  let end = start + 1;
  while (words[end]?.kind === "letters" || words[end]?.kind === "number") end++;
  return end;
}

function isSeparable(word: Word | undefined): boolean {
  return word?.kind !== "connector" && word?.kind !== "punctuation";
}

function textOf({ kind, text }: Word, connector: GoString): GoString {
  if (kind !== "upper" && kind !== "connector") return text;
  let result = "";
  for (const rune of runesOf(text)) result += isConnector(rune) ? connector : encodeRune(lowered(rune));
  return result;
}

function lowered(rune: number): number {
  return isUpper(rune) ? toLower(rune) : rune;
}

function wordsOf(s: GoString): Word[] {
  const units = unitsOf(s);
  if (units.length === 0) return s === "" ? [] : [{ kind: "invalid", text: s }];
  const words: Word[] = [];
  let at = 0;
  while (at < units.length) {
    const kind = kindOf(units[at]?.rune ?? 0);
    const end = wordEnd(units, at, kind);
    const text = units
      .slice(at, end)
      .map((unit) => unit.text)
      .join("");
    words.push({ kind, text });
    at = end;
  }
  return words;
}

/** The runes of a string. U+FFFD counts as invalid even where the string spells it out. */
function unitsOf(s: GoString): Unit[] {
  const units: Unit[] = [];
  let start = 0;
  let at = 0;
  while (at < s.length) {
    const { rune, size } = decodeRune(s, at);
    at += size;
    if (rune === RUNE_ERROR) continue;
    units.push({ rune, text: s.slice(start, at) });
    start = at;
  }
  const last = units.pop();
  return last === undefined ? [] : [...units, { rune: last.rune, text: last.text + s.slice(start) }];
}

function kindOf(rune: number): WordKind {
  if (isConnector(rune)) return "connector";
  if (isPunct(rune)) return "punctuation";
  if (isUpper(rune)) return "upper";
  if (isAlphabetic(rune)) return "letters";
  return isNumber(rune) ? "number" : "other";
}

/** `isAlphabet`: the letters that have words, which leaves out the ideographs. */
function isAlphabetic(rune: number): boolean {
  if (!isLetter(rune)) return false;
  if (rune >= 0x4e00 && rune <= 0x9fcc) return false;
  if (rune >= 0x3400 && rune <= 0x4d85) return false;
  return rune < 0x20000 || rune > 0x2b81d;
}

function wordEnd(units: readonly Unit[], start: number, kind: WordKind): number {
  if (kind === "upper") return upperWordEnd(units, start);
  return endWhere(units, start + 1, (rune) =>
    kind === "punctuation" ? isPunct(rune) : kindOf(rune) === kind,
  );
}

/** `HTTPStatus` is two words: the last capital of several belongs to the letters that follow. */
function upperWordEnd(units: readonly Unit[], start: number): number {
  const capitals = endWhere(units, start, isUpper);
  const end = endWhere(units, capitals, (rune) => kindOf(rune) === "letters");
  if (end === capitals) return end;
  return capitals === start + 1 ? end : capitals - 1;
}

function endWhere(units: readonly Unit[], start: number, accepts: (rune: number) => boolean): number {
  let end = start;
  while (end < units.length && accepts(units[end]?.rune ?? 0)) end++;
  return end;
}
