import type { GoString } from "./bytes.ts";
import { encodeRune } from "./bytes.ts";
import type { YamlProblem } from "./yaml-error.ts";
import type { UnreadableText } from "./yaml-text.ts";
import { countLines, isReadable, STEP } from "./yaml-text.ts";

/** A UTF-16 text in UTF-8, as far as go-yaml reads it. */
export interface Utf16Text {
  readonly text: GoString;
  readonly unreadable: UnreadableText | undefined;
}

/** Width of a character in bytes, with the character or what is wrong with it. */
type Character = readonly [size: number, rune: number | YamlProblem];

/** The text behind a byte order mark of UTF-16, as go-yaml's reader decodes it; undefined without such a mark. */
export function decodeUtf16(source: GoString): Utf16Text | undefined {
  const low = source.startsWith("\xff\xfe") ? 0 : 1;
  if (low === 1 && !source.startsWith("\xfe\xff")) return undefined;
  const pieces: GoString[] = [];
  let [stepEnd, stepLength] = [STEP, 0];
  for (let at = 2; at < source.length;) {
    const [size, rune] = characterAt(source, at, low);
    if (at + size > stepEnd) [stepEnd, stepLength] = [at + STEP, pieces.length];
    if (typeof rune === "string") {
      const whole = pieces.join("");
      const kept = isIncomplete(rune) ? pieces.length : stepLength;
      const unreadable = { problem: rune, line: countLines(whole, whole.length), from: 0 };
      return { text: pieces.slice(0, kept).join(""), unreadable };
    }
    pieces.push(encodeRune(rune));
    at += size;
  }
  return { text: pieces.join(""), unreadable: undefined };
}

/** What is cut off at the end is met only when everything before it is used up. */
function isIncomplete(problem: YamlProblem): boolean {
  return problem === "utf16Incomplete" || problem === "utf16PairIncomplete";
}

function characterAt(source: GoString, at: number, low: 0 | 1): Character {
  const left = source.length - at;
  if (left < 2) return [1, "utf16Incomplete"];
  const unit = unitAt(source, at, low);
  if ((unit & 0xfc00) === 0xdc00) return [2, "utf16LowSurrogate"];
  if ((unit & 0xfc00) !== 0xd800) return [2, isReadable(unit) ? unit : "controlCharacter"];
  if (left < 4) return [left, "utf16PairIncomplete"];
  const second = unitAt(source, at + 2, low);
  if ((second & 0xfc00) !== 0xdc00) return [4, "utf16NoLowSurrogate"];
  return [4, 0x10000 + ((unit & 0x3ff) << 10) + (second & 0x3ff)];
}

function unitAt(source: GoString, at: number, low: 0 | 1): number {
  return source.charCodeAt(at + low) | (source.charCodeAt(at + 1 - low) << 8);
}
