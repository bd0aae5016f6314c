import { Buffer, isUtf8 } from "node:buffer";

/**
 * A Go string: bytes, not text. It is a JavaScript string with one code unit (0 to 255) per byte, so that
 * `length`, slicing and comparison are Go's own.
 */
export type GoString = string;

/** One step of decoding: the rune, the number of bytes it takes, and whether those bytes are valid UTF-8. */
export interface DecodedRune {
  readonly rune: number;
  readonly size: number;
  readonly valid: boolean;
}

/** U+FFFD, which Go puts in the place of every byte that is not part of a valid UTF-8 sequence. */
export const RUNE_ERROR = 0xfffd;

const BEYOND_ASCII = /[\u0080-\uffff]/;

/** Whether every code unit is below 128, so that bytes, runes and text are one and the same. */
export function isAscii(text: string): boolean {
  return !BEYOND_ASCII.test(text);
}

/** The UTF-8 bytes of a text. A lone surrogate, which UTF-8 cannot hold, becomes U+FFFD. */
export function toGoString(text: string): GoString {
  return isAscii(text) ? text : Buffer.from(text, "utf8").toString("latin1");
}

/** The text of a Go string, read as Go's `range` does: each byte that is not valid UTF-8 becomes one U+FFFD. */
export function fromGoString(s: GoString): string {
  if (isAscii(s)) return s;
  const bytes = Buffer.from(s, "latin1");
  return (isUtf8(bytes) ? bytes : Buffer.from(toValidUtf8(s), "latin1")).toString("utf8");
}

/** The Go string that holds these bytes. */
export function goStringOfBytes(bytes: Uint8Array): GoString {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** The bytes of a Go string, in memory of their own. */
export function bytesOfGoString(s: GoString): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(s.length);
  Buffer.from(bytes.buffer).write(s, "latin1");
  return bytes;
}

/** Go's `[]rune(s)`: the code points, U+FFFD for each byte that is not valid UTF-8. */
export function runesOf(s: GoString): number[] {
  const runes: number[] = [];
  let at = 0;
  while (at < s.length) {
    const { rune, size } = decodeRune(s, at);
    runes.push(rune);
    at += size;
  }
  return runes;
}

/** Go's `string([]rune)`: the runes in UTF-8, U+FFFD for each that is a surrogate or out of range. */
export function goStringOfRunes(runes: readonly number[]): GoString {
  let s = "";
  for (const rune of runes) s += encodeRune(rune);
  return s;
}

/** `utf8.ValidString`: whether the bytes are UTF-8 throughout. */
export function isValidUtf8(s: GoString): boolean {
  return isAscii(s) || isUtf8(Buffer.from(s, "latin1"));
}

/** Each byte that is not valid UTF-8 replaced by the three bytes of U+FFFD; the rest as it is. */
export function toValidUtf8(s: GoString): GoString {
  if (isValidUtf8(s)) return s;
  let result = "";
  let kept = 0;
  let at = 0;
  while (at < s.length) {
    const { size, valid } = decodeRune(s, at);
    if (!valid) {
      result += s.slice(kept, at) + encodeRune(RUNE_ERROR);
      kept = at + 1;
    }
    at += size;
  }
  return result + s.slice(kept);
}

/** `utf8.RuneLen`: how many bytes a rune takes in UTF-8; what UTF-8 cannot hold takes U+FFFD's three. */
export function runeLength(rune: number): 1 | 2 | 3 | 4 {
  if (rune < 0 || rune > 0x10ffff) return 3;
  if (rune < 0x80) return 1;
  if (rune < 0x800) return 2;
  return rune < 0x10000 ? 3 : 4;
}

/** `utf8.EncodeRune`: the UTF-8 bytes of one rune, those of U+FFFD for a surrogate or a number out of range. */
export function encodeRune(rune: number): GoString {
  if (rune >= 0 && rune < 0x80) return String.fromCharCode(rune);
  if (rune < 0 || rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff)) return "\xef\xbf\xbd";
  const last = 0x80 | (rune & 0x3f);
  if (rune < 0x800) return String.fromCharCode(0xc0 | (rune >> 6), last);
  const third = 0x80 | ((rune >> 6) & 0x3f);
  if (rune < 0x10000) return String.fromCharCode(0xe0 | (rune >> 12), third, last);
  return String.fromCharCode(0xf0 | (rune >> 18), 0x80 | ((rune >> 12) & 0x3f), third, last);
}

/**
 * `utf8.DecodeRuneInString(s[at:])`: the rune that begins at a byte offset. Bytes that are no valid UTF-8 give
 * U+FFFD, size 1, not valid; at or past the end the size is 0.
 */
export function decodeRune(s: GoString, at: number): DecodedRune {
  const first = s.charCodeAt(at);
  if (first < 0x80) return { rune: first, size: 1, valid: true };
  if (Number.isNaN(first)) return { rune: RUNE_ERROR, size: 0, valid: false };
  const size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const rune = sequenceAt(s, at, size);
  const valid = rune >= LEAST_RUNE[size] && rune <= 0x10ffff && (rune < 0xd800 || rune > 0xdfff);
  return valid ? { rune, size, valid } : { rune: RUNE_ERROR, size: 1, valid };
}

/** The least rune that needs a sequence of this many bytes: anything below is an overlong form. */
const LEAST_RUNE = [0, 0, 0x80, 0x800, 0x10000] as const;

/** The payload bits of a sequence of `size` bytes, or -1 where a continuation byte is missing. */
function sequenceAt(s: GoString, at: number, size: number): number {
  const first = s.charCodeAt(at);
  if (first < 0xc2 || first > 0xf4) return -1;
  let rune = first & (0x7f >> size);
  for (let next = at + 1; next < at + size; next++) {
    const byte = s.charCodeAt(next);
    if ((byte & 0xc0) !== 0x80) return -1;
    rune = (rune << 6) | (byte & 0x3f);
  }
  return rune;
}
