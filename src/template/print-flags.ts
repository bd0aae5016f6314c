import type { GoString } from "../go/bytes.ts";
import { decodeRune, isAscii } from "../go/bytes.ts";

/** Flags, width and precision of one directive (Go: fmt's fmtFlags). */
export interface PrintFlags {
  width: number | undefined;
  precision: number | undefined;
  minus: boolean;
  plus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  /** %+v, where the plus names struct fields instead of asking for a sign. */
  plusV: boolean;
  /** %#v, where the sharp asks for Go syntax instead of an alternate form. */
  sharpV: boolean;
}

/** The flags of a directive that has none. */
export function noFlags(): PrintFlags {
  return {
    width: undefined,
    precision: undefined,
    minus: false,
    plus: false,
    sharp: false,
    space: false,
    zero: false,
    plusV: false,
    sharpV: false,
  };
}

/** `text` at least `width` runes wide: filled on the left, with zeros if asked for, or on the right with spaces. */
export function pad(text: GoString, flags: PrintFlags): GoString {
  const missing = (flags.width ?? 0) - (flags.width === undefined ? 0 : runeCount(text));
  if (missing <= 0) return text;
  if (flags.minus) return text + " ".repeat(missing);
  return (flags.zero ? "0" : " ").repeat(missing) + text;
}

/** As `pad`, but never with zeros. */
export function padWithSpaces(text: GoString, flags: PrintFlags): GoString {
  return pad(text, { ...flags, zero: false });
}

/** Go's utf8.RuneCountInString: a byte that is not part of valid UTF-8 counts as one rune. */
function runeCount(text: GoString): number {
  if (isAscii(text)) return text.length;
  let count = 0;
  for (let at = 0; at < text.length; count++) at += decodeRune(text, at).size;
  return count;
}

/** The first `precision` runes of a string; all of it where there is no precision. */
export function truncate(text: GoString, { precision }: PrintFlags): GoString {
  if (precision === undefined || text.length <= precision) return text;
  let at = 0;
  for (let count = 0; count < precision && at < text.length; count++) at += decodeRune(text, at).size;
  return text.slice(0, at);
}
