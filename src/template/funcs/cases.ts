import { type GoString, goStringOfRunes, runesOf } from "../../go/bytes.ts";
import { isDigit, isLetter, isLower, isSpace, isUpper, toLower, toTitle, toUpper } from "../../go/unicode.ts";
import type { Func, FuncMap } from "../values.ts";
import { allocateString } from "./allocation.ts";
import { fixed, stringAt } from "./arguments.ts";
import { mapRunes } from "./runes.ts";
import { isConnector, joinWords } from "./words.ts";

/** Sprig's changes of letter case (strings.Title, goutils and huandu/xstrings), on runes. */
export const CASE_FUNCS: FuncMap = new Map<string, Func>([
  ["title", cased(title)],
  ["untitle", cased(untitle)],
  ["swapcase", cased(swapcase)],
  ["camelcase", cased(camelcase)],
  ["snakecase", cased((s) => joinWords(s, "_"))],
  ["kebabcase", cased((s) => joinWords(s, "-"))],
]);

function cased(change: (s: GoString) => GoString): Func {
  return fixed(["string"], (args, context) => {
    const s = stringAt(args, 0);
    allocateString(context, s.length);
    return change(s);
  });
}

function title(s: GoString): GoString {
  let previous = 0x20;
  return mapRunes(s, (rune) => {
    const first = separatesWords(previous);
    previous = rune;
    return first ? toTitle(rune) : rune;
  });
}

/** What `strings.Title` takes for the end of a word: beyond ASCII only spaces. */
function separatesWords(rune: number): boolean {
  if (rune === 0x5f || isLetter(rune) || isDigit(rune)) return false;
  return rune < 0x80 || isSpace(rune);
}

function untitle(s: GoString): GoString {
  let first = true;
  return mapRunes(s, (rune) => {
    if (isSpace(rune)) {
      first = true;
      return rune;
    }
    const result = first ? toLower(rune) : rune;
    first = false;
    return result;
  });
}

const TITLE_CASE = /\p{Lt}/u;

function swapcase(s: GoString): GoString {
  let afterSpace = true;
  return mapRunes(s, (rune) => {
    const first = afterSpace;
    const letter = isUpper(rune) || isLower(rune) || isTitleCase(rune);
    afterSpace = !letter && isSpace(rune);
    if (!letter) return rune;
    if (!isLower(rune)) return toLower(rune);
    return first ? toTitle(rune) : toUpper(rune);
  });
}

function isTitleCase(rune: number): boolean {
  return rune > 0x7f && TITLE_CASE.test(String.fromCodePoint(rune));
}

/**
 * xstrings.ToPascalCase: connectors go, the rune after one is upper case, and a word that begins with upper case
 * is lower case from its second rune to its first lower-case one. Connectors at the ends, and all but the last of
 * several in a row, stay.
 */
function camelcase(s: GoString): GoString {
  const runes = runesOf(s);
  const start = runes.findIndex((rune) => !isConnector(rune));
  if (start < 0) return goStringOfRunes(runes.concat(runes.slice(-1)));
  const result = runes.slice(0, start);
  let previous = runes[start] ?? 0;
  let upperStart = isUpper(previous);
  previous = toUpper(previous);
  for (let rune of runes.slice(start + 1)) {
    if (!isConnector(previous)) {
      upperStart &&= isUpper(rune);
      if (upperStart) rune = toLower(rune);
      result.push(previous);
    } else if (isConnector(rune)) {
      result.push(previous);
    } else {
      upperStart = isUpper(rune);
      rune = toUpper(rune);
    }
    previous = rune;
  }
  return goStringOfRunes(result.concat(previous));
}
