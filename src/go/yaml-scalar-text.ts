import type { GoString } from "./bytes.ts";
import { decodeRune } from "./bytes.ts";
import { isYamlBreak, isYamlPrintable } from "./yaml-characters.ts";
import type { YamlEmitter } from "./yaml-emitter.ts";
import type { YamlStyle } from "./yaml-scalar-style.ts";

/** Writes a scalar in a style. Only where `mayFold` a long line goes on on the next one. */
export function writeScalar(emitter: YamlEmitter, text: GoString, style: YamlStyle, mayFold: boolean): void {
  switch (style) {
    case "plain":
      return writePlain(emitter, text, mayFold);
    case "single":
      return writeSingleQuoted(emitter, text, mayFold);
    case "double":
      return writeDoubleQuoted(emitter, text, mayFold);
    case "literal":
      return writeLiteral(emitter, text);
  }
}

function writePlain(emitter: YamlEmitter, text: GoString, mayFold: boolean): void {
  if (!emitter.hasSpace) emitter.put(" ");
  writeFlow(emitter, text, (at) => mayFold && text[at + 1] !== " ");
  emitter.hasSpace = false;
  emitter.isIndention = false;
}

function writeSingleQuoted(emitter: YamlEmitter, text: GoString, mayFold: boolean): void {
  emitter.writeIndicator("'", { needsSpace: true });
  writeFlow(
    emitter,
    text,
    (at) => mayFold && at > 0 && at < text.length - 1 && text[at + 1] !== " ",
    (at) => {
      if (text[at] === "'") emitter.put("'");
    },
  );
  emitter.writeIndicator("'");
  emitter.isIndention = false;
}

/** What plain and single-quoted scalars have in common: spaces that may become line ends, and line ends as they are. */
function writeFlow(
  emitter: YamlEmitter,
  text: GoString,
  mayFoldAt: (at: number) => boolean,
  before?: (at: number) => void,
): void {
  let isAfterSpace = false;
  let isAfterBreak = false;
  for (let at = 0; at < text.length;) {
    if (text[at] === " ") {
      if (!isAfterSpace && emitter.isLineFull && mayFoldAt(at)) {
        emitter.writeIndent();
        at++;
      } else at += emitter.write(text, at);
      isAfterSpace = true;
    } else if (isYamlBreak(text, at)) {
      at += emitter.write(text, at);
      emitter.isIndention = true;
      isAfterBreak = true;
    } else {
      if (isAfterBreak) emitter.writeIndent();
      before?.(at);
      at += emitter.write(text, at);
      emitter.isIndention = false;
      isAfterSpace = false;
      isAfterBreak = false;
    }
  }
}

function writeDoubleQuoted(emitter: YamlEmitter, text: GoString, mayFold: boolean): void {
  emitter.writeIndicator('"', { needsSpace: true });
  const isEscapedThroughout = text.startsWith("\xef\xbb\xbf");
  let isAfterSpace = false;
  for (let at = 0; at < text.length;) {
    const character = text.charAt(at);
    if (isEscapedThroughout || mustEscape(text, at)) {
      const { rune, size } = decodeRune(text, at);
      emitter.put(escapeOf(rune));
      at += size;
      isAfterSpace = false;
    } else if (character !== " ") {
      at += emitter.write(text, at);
      isAfterSpace = false;
    } else {
      at += foldOrWrite(emitter, text, at, mayFold && !isAfterSpace);
      isAfterSpace = true;
    }
  }
  emitter.writeIndicator('"');
  emitter.isIndention = false;
}

function foldOrWrite(emitter: YamlEmitter, text: GoString, at: number, mayFold: boolean): number {
  if (!mayFold || !emitter.isLineFull || at === 0 || at === text.length - 1) return emitter.write(text, at);
  emitter.writeIndent();
  if (text[at + 1] === " ") emitter.put("\\");
  return 1;
}

function mustEscape(text: GoString, at: number): boolean {
  const character = text[at];
  return character === '"' || character === "\\" || !isYamlPrintable(text, at) || isYamlBreak(text, at);
}

const ESCAPES: ReadonlyMap<number, string> = new Map([
  [0x00, "\\0"],
  [0x07, "\\a"],
  [0x08, "\\b"],
  [0x09, "\\t"],
  [0x0a, "\\n"],
  [0x0b, "\\v"],
  [0x0c, "\\f"],
  [0x0d, "\\r"],
  [0x1b, "\\e"],
  [0x22, '\\"'],
  [0x5c, "\\\\"],
  [0x85, "\\N"],
  [0xa0, "\\_"],
  [0x2028, "\\L"],
  [0x2029, "\\P"],
]);

function escapeOf(rune: number): string {
  const short = ESCAPES.get(rune);
  if (short !== undefined) return short;
  const hex = rune.toString(16).toUpperCase();
  if (rune <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return rune <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

function writeLiteral(emitter: YamlEmitter, text: GoString): void {
  emitter.writeIndicator("|", { needsSpace: true });
  const hint = (text.startsWith(" ") || isYamlBreak(text, 0) ? "2" : "") + chompingOf(text);
  if (hint !== "") emitter.writeIndicator(hint);
  emitter.putBreak();
  emitter.isIndention = true;
  emitter.hasSpace = true;
  let isAfterBreak = true;
  for (let at = 0; at < text.length;) {
    const isBreak = isYamlBreak(text, at);
    if (isAfterBreak && !isBreak) emitter.writeIndent();
    at += emitter.write(text, at);
    emitter.isIndention = isBreak;
    isAfterBreak = isBreak;
  }
}

/** `-` where no line end is the last character, `+` where two are, or nothing but one is there. */
function chompingOf(text: GoString): "-" | "+" | "" {
  const last = lastBreakLength(text);
  if (last === 0) return "-";
  return last === text.length || lastBreakLength(text.slice(0, -last)) > 0 ? "+" : "";
}

/** Length in bytes of the line end that is the last character; 0 where none is. */
function lastBreakLength(text: GoString): number {
  return [1, 2, 3].find((length) => length <= text.length && isBreakOf(text, length)) ?? 0;
}

function isBreakOf(text: GoString, length: number): boolean {
  return /^(?:[\r\n]|\xc2\x85|\xe2\x80[\xa8\xa9])$/.test(text.slice(text.length - length));
}
