import type { GoString } from "./bytes.ts";
import { decodeRune, fromGoString, isAscii } from "./bytes.ts";

/** A Go string as the text that is matched, and the way back from the text's indices to byte offsets. */
export interface MatchText {
  readonly text: string;
  /** For each index of the text, and its end, the byte offset; undefined where they are the same. */
  readonly offsets: Uint32Array | undefined;
}

/** Prepares bytes for matching: each byte that is not valid UTF-8 is one U+FFFD, as in Go. */
export function matchTextOf(s: GoString): MatchText {
  if (isAscii(s)) return { text: s, offsets: undefined };
  const text = fromGoString(s);
  const offsets = new Uint32Array(text.length + 1);
  let index = 0;
  let at = 0;
  while (at < s.length) {
    const { rune, size } = decodeRune(s, at);
    offsets[index] = at;
    index += rune > 0xffff ? 2 : 1;
    at += size;
  }
  offsets[index] = at;
  return { text, offsets };
}

/** The byte offset of an index of the text; -1, for a group that took no part, stays. */
export function byteOffset({ offsets }: MatchText, index: number): number {
  return offsets === undefined || index < 0 ? index : (offsets[index] ?? -1);
}
