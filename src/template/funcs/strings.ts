import { encodeRune, type GoString } from "../../go/bytes.ts";
import { isSpace, toLower, toUpper } from "../../go/unicode.ts";
import {
  type CallContext,
  type Func,
  FuncError,
  type FuncMap,
  type ParamType,
  type Value,
} from "../values.ts";
import { allocateString } from "./allocation.ts";
import { countAt, fixed, integerAt, stringAt } from "./arguments.ts";
import { countOccurrences, countRunes, explode, mapRunes, trimRunes, trimWhere } from "./runes.ts";

/**
 * Sprig's functions on one string: trimming, cutting, repeating, replacing, indenting. Offsets and lengths count
 * bytes, as in Go; the sprig names with another argument order than Go's put the string last, for pipelines.
 */
export const STRING_FUNCS: FuncMap = new Map<string, Func>([
  ["trim", fixed(["string"], (args) => trimWhere(stringAt(args, 0), isSpace))],
  ["trimAll", fixed(["string", "string"], trimAll)],
  ["trimall", fixed(["string", "string"], trimAll)],
  ["trimSuffix", fixed(["string", "string"], trimSuffix)],
  ["trimPrefix", fixed(["string", "string"], trimPrefix)],
  ["upper", mapped(toUpper)],
  ["lower", mapped(toLower)],
  ["nospace", fixed(["string"], nospace)],
  ["initials", fixed(["string"], initials)],
  ["contains", compared((sub, s) => s.includes(sub))],
  ["hasPrefix", compared((prefix, s) => s.startsWith(prefix))],
  ["hasSuffix", compared((suffix, s) => s.endsWith(suffix))],
  ["substr", fixed(["int", "int", "string"], substr)],
  ["trunc", fixed(["int", "string"], trunc)],
  ["abbrev", fixed(["int", "string"], abbrev)],
  ["abbrevboth", fixed(["int", "int", "string"], abbrevboth)],
  ["repeat", fixed(["int", "string"], repeat)],
  ["replace", fixed(["string", "string", "string"], replace)],
  ["plural", fixed(["string", "string", "int"], plural)],
  ["indent", fixed(["int", "string"], (args, context) => indent(args, context))],
  ["nindent", fixed(["int", "string"], (args, context) => `\n${indent(args, context)}`)],
]);

/** A rune-wise mapping; the longest rune that Go's tables map to is three bytes for two. */
function mapped(mapping: (rune: number) => number): Func {
  return fixed(["string"], (args, context) => {
    const s = stringAt(args, 0);
    allocateString(context, s.length);
    return mapRunes(s, mapping);
  });
}

function compared(holds: (part: GoString, s: GoString) => boolean): Func {
  const params: readonly ParamType[] = ["string", "string"];
  return fixed(params, (args) => holds(stringAt(args, 0), stringAt(args, 1)));
}

function trimAll(args: readonly Value[]): Value {
  return trimRunes(stringAt(args, 1), stringAt(args, 0));
}

function trimSuffix(args: readonly Value[]): Value {
  const suffix = stringAt(args, 0);
  const s = stringAt(args, 1);
  return s.endsWith(suffix) ? s.slice(0, s.length - suffix.length) : s;
}

function trimPrefix(args: readonly Value[]): Value {
  const prefix = stringAt(args, 0);
  const s = stringAt(args, 1);
  return s.startsWith(prefix) ? s.slice(prefix.length) : s;
}

/**
 * goutils.DeleteWhiteSpace, which takes each byte for a character of its own: where it removes anything, the bytes
 * beyond ASCII are written out as if they were Latin-1.
 */
function nospace(args: readonly Value[], context: CallContext): Value {
  const s = stringAt(args, 0);
  allocateString(context, 2 * s.length);
  let result = "";
  let kept = 0;
  for (let at = 0; at < s.length; at++) {
    const byte = s.charCodeAt(at);
    if (isSpace(byte)) continue;
    result += encodeRune(byte);
    kept++;
  }
  return kept === s.length ? s : result;
}

/** goutils.Initials, which takes bytes for characters as nospace does. */
function initials(args: readonly Value[]): Value {
  const s = stringAt(args, 0);
  let result = "";
  let afterGap = true;
  for (let at = 0; at < s.length; at++) {
    const byte = s.charCodeAt(at);
    const gap = isSpace(byte);
    if (afterGap && !gap) result += encodeRune(byte);
    afterGap = gap;
  }
  return result;
}

function substr(args: readonly Value[]): Value {
  const start = countAt(args, 0);
  const end = countAt(args, 1);
  const s = stringAt(args, 2);
  if (start < 0) return sliceOf(s, 0, end);
  return sliceOf(s, start, end < 0 || end > s.length ? s.length : end);
}

/** Go's `s[start:end]`, which panics where JavaScript is lenient. */
function sliceOf(s: GoString, start: number, end: number): GoString {
  if (start < 0 || end > s.length || start > end) throw new FuncError("slice bounds out of range");
  return s.slice(start, end);
}

function trunc(args: readonly Value[]): Value {
  const length = countAt(args, 0);
  const s = stringAt(args, 1);
  if (length >= 0) return s.slice(0, length);
  return s.length + length > 0 ? s.slice(length) : s;
}

function abbrev(args: readonly Value[]): Value {
  const width = countAt(args, 0);
  const s = stringAt(args, 1);
  return width < 4 ? s : abbreviate(s, 0, width);
}

function abbrevboth(args: readonly Value[]): Value {
  const left = countAt(args, 0);
  const width = countAt(args, 1);
  const s = stringAt(args, 2);
  return width < 4 || (left > 0 && width < 7) ? s : abbreviate(s, left, width);
}

/** goutils.AbbreviateFull: at most `width` bytes, dots included, of a window that holds the byte at `offset`. */
function abbreviate(s: GoString, offset: number, width: number): GoString {
  if (s.length <= width) return s;
  const latest = s.length - (width - 3);
  const start = Math.min(offset, s.length) > latest ? latest : offset;
  if (start <= 4) return `${s.slice(0, width - 3)}...`;
  if (start + width - 3 >= s.length) return `...${s.slice(latest)}`;
  return `...${width < 7 ? "" : abbreviate(s.slice(start), 0, width - 3)}`;
}

function repeat(args: readonly Value[], context: CallContext): Value {
  return repeated(stringAt(args, 1), countAt(args, 0), context);
}

/** `strings.Repeat`. Throws a FuncError for a count below zero. */
function repeated(s: GoString, count: number, context: CallContext): GoString {
  if (count < 0) throw new FuncError("negative repeat count");
  allocateString(context, s.length * count);
  return s.repeat(s === "" ? 0 : count);
}

function replace(args: readonly Value[], context: CallContext): Value {
  const from = stringAt(args, 0);
  const to = stringAt(args, 1);
  const s = stringAt(args, 2);
  const count = from === "" ? countRunes(s) + 1 : countOccurrences(s, from);
  allocateString(context, s.length + count * (to.length - from.length));
  if (from !== "") return s.replaceAll(from, () => to);
  return s === "" ? to : to + explode(s).join(to) + to;
}

function plural(args: readonly Value[]): Value {
  return integerAt(args, 2) === 1n ? stringAt(args, 0) : stringAt(args, 1);
}

function indent(args: readonly Value[], context: CallContext): GoString {
  const s = stringAt(args, 1);
  const pad = repeated(" ", countAt(args, 0), context);
  allocateString(context, s.length + pad.length * (1 + countOccurrences(s, "\n")));
  return pad + s.replaceAll("\n", `\n${pad}`);
}
