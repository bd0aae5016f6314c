import type { GoString } from "./bytes.ts";
import type { YamlProblem } from "./yaml-error.ts";

/** Bytes that are not text for go-yaml. */
export interface UnreadableText {
  readonly problem: YamlProblem;
  /** Line of the first such byte, from 1. */
  readonly line: number;
  /** Where the step of 512 bytes begins in which go-yaml meets it: nothing from there on is read. */
  readonly from: number;
}

/** What may be other than printable ASCII, tab and line ends. */
const SUSPECT = /[^\t\n\r\x20-\x7e]/;

/** How many bytes go-yaml's reader takes at a time. */
export const STEP = 512;

/** The first bytes that go-yaml's reader refuses: control characters, noncharacters, and what is not UTF-8. */
export function unreadableIn(text: GoString, start: number): UnreadableText | undefined {
  if (!SUSPECT.test(text)) return undefined;
  let from = start;
  let stepEnd = STEP;
  for (let at = start; at < text.length;) {
    const size = sizeOf(text.charCodeAt(at));
    if (at + Math.max(size, 1) > stepEnd) {
      from = at;
      stepEnd = at + STEP;
    }
    const problem = problemAt(text, at, size);
    if (problem !== undefined) {
      return { problem, line: countLines(text, at), from: problem === "utf8Incomplete" ? at : from };
    }
    at += size;
  }
  return undefined;
}

function sizeOf(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc0) return 0;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf8 ? 4 : 0;
}

function problemAt(text: GoString, at: number, size: number): YamlProblem | undefined {
  if (size === 1) return isReadable(text.charCodeAt(at)) ? undefined : "controlCharacter";
  if (size === 0) return "utf8Lead";
  if (at + size > text.length) return "utf8Incomplete";
  const rune = runeAt(text, at, size);
  if (rune === undefined) return "utf8Trail";
  if (rune < (LEAST[size] ?? 0)) return "utf8Length";
  if ((rune >= 0xd800 && rune <= 0xdfff) || rune > 0x10ffff) return "utf8Character";
  return isReadable(rune) ? undefined : "controlCharacter";
}

/** The character of a sequence of bytes; undefined where a byte does not continue it. */
function runeAt(text: GoString, at: number, size: number): number | undefined {
  let rune = text.charCodeAt(at) & (0x7f >> size);
  for (let next = at + 1; next < at + size; next++) {
    const unit = text.charCodeAt(next);
    if ((unit & 0xc0) !== 0x80) return undefined;
    rune = (rune << 6) | (unit & 0x3f);
  }
  return rune;
}

/** Least character that needs a sequence of so many bytes. */
const LEAST = [0, 0, 0x80, 0x800, 0x10000] as const;

/** Whether go-yaml takes a character. */
export function isReadable(rune: number): boolean {
  if (rune < 0x20) return rune === 0x09 || rune === 0x0a || rune === 0x0d;
  if (rune < 0xa0) return rune <= 0x7e || rune === 0x85;
  return rune !== 0xfffe && rune !== 0xffff;
}

/** The line of an offset, from 1. */
export function countLines(text: GoString, end: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
