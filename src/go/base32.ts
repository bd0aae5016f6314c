import type { Decoded } from "./base64.ts";
import type { GoString } from "./bytes.ts";
import { goStringOfBytes } from "./bytes.ts";

/** `base32.StdEncoding.EncodeToString`: RFC 4648, padded to eight characters. */
export function encodeBase32(s: GoString): GoString {
  let encoded = "";
  for (let at = 0; at < s.length; at += 5) encoded += encodeGroup(s, at);
  return encoded;
}

/**
 * `base32.StdEncoding.DecodeString`: upper case only, CR and LF anywhere are ignored, padding is required. As in
 * Go, offsets do not count CR and LF, and up to two bytes after the last padding are not looked at.
 */
export function decodeBase32(s: GoString): Decoded {
  const encoded = s.replace(/[\r\n]+/g, "");
  const bytes = new Uint8Array(Math.ceil(encoded.length / 8) * 5);
  let written = 0;
  for (let at = 0; at < encoded.length; at += 8) {
    const characters = groupLength(encoded, at);
    if (characters < 0) return { ok: false, offset: -1 - characters };
    written += decodeGroup(encoded, at, characters, bytes, written);
    if (characters < 8) break;
  }
  return { ok: true, value: goStringOfBytes(bytes.subarray(0, written)) };
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Up to five bytes as eight characters. */
function encodeGroup(s: GoString, at: number): string {
  const bytes = Math.min(5, s.length - at);
  const characters = Math.ceil((bytes * 8) / 5);
  let group = "";
  let bits = 0;
  let held = 0;
  for (let next = at; group.length < characters; next++) {
    bits = ((bits << 8) | (next < s.length ? s.charCodeAt(next) : 0)) & 0xfff;
    held += 8;
    for (; held >= 5 && group.length < characters; held -= 5) {
      group += ALPHABET.charAt((bits >> (held - 5)) & 31);
    }
  }
  return group.padEnd(8, "=");
}

/** The value of a character, or -1. */
function digitAt(encoded: string, at: number): number {
  const code = encoded.charCodeAt(at);
  if (code >= 0x41 && code <= 0x5a) return code - 0x41;
  return code >= 0x32 && code <= 0x37 ? code - 0x32 + 26 : -1;
}

/** How many of the eight characters from `at` on are not padding; -1 minus the offset of what is wrong. */
function groupLength(encoded: string, at: number): number {
  for (let read = 0; read < 8; read++) {
    const here = at + read;
    if (here === encoded.length) return -1 - (here - read);
    const after = encoded.length - here - 1;
    if (encoded.charAt(here) === "=" && read >= 2 && after < 8) return paddedLength(encoded, here, read);
    if (digitAt(encoded, here) < 0) return -1 - here;
  }
  return 8;
}

/** The same where the first `=` stands at `here`, after `read` characters of the group. */
function paddedLength(encoded: string, here: number, read: number): number {
  const padding = 7 - read;
  if (encoded.length - here - 1 < padding) return -1 - encoded.length;
  for (let more = 0; more < padding; more++) {
    if (encoded.charAt(here + 1 + more) !== "=") return -1 - (here + more);
  }
  return read === 3 || read === 6 ? -1 - here : read;
}

/** Writes the whole bytes that the characters hold, and tells how many they were. */
function decodeGroup(encoded: string, at: number, characters: number, bytes: Uint8Array, to: number): number {
  let bits = 0;
  let held = 0;
  let written = 0;
  for (let next = at; next < at + characters; next++) {
    bits = ((bits << 5) | digitAt(encoded, next)) & 0xfff;
    held += 5;
    if (held < 8) continue;
    held -= 8;
    bytes[to + written] = (bits >> held) & 0xff;
    written++;
  }
  return written;
}
