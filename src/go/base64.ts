import { Buffer } from "node:buffer";

import type { GoString } from "./bytes.ts";

/** What decoding gave: the bytes, or the offset at which Go's `CorruptInputError` says the input is wrong. */
export type Decoded =
  | { readonly ok: true; readonly value: GoString }
  | { readonly ok: false; readonly offset: number };

/** The two alphabets of RFC 4648: `base64.StdEncoding` and `base64.URLEncoding`. Both are padded. */
export type Base64Alphabet = "std" | "url";

/** `EncodeToString` of `base64.StdEncoding` or `base64.URLEncoding`. */
export function encodeBase64(s: GoString, alphabet: Base64Alphabet): GoString {
  const bytes = Buffer.from(s, "latin1");
  if (alphabet === "std") return bytes.toString("base64");
  return bytes.toString("base64url") + "=".repeat((3 - (s.length % 3)) % 3);
}

/**
 * `DecodeString` of `base64.StdEncoding` or `base64.URLEncoding`: CR and LF anywhere are ignored, padding is
 * required, bits left over in the last character may be anything. Node's own decoder accepts far more.
 */
export function decodeBase64(s: GoString, alphabet: Base64Alphabet): Decoded {
  const encoded = s.replace(/[\r\n]+/g, "");
  if (!isPadded(encoded, FOREIGN[alphabet]))
    return { ok: false, offset: corruptOffset(s, FOREIGN[alphabet]) };
  return { ok: true, value: Buffer.from(encoded, "base64").toString("latin1") };
}

/** What is in neither alphabet's set of 64. */
const FOREIGN = { std: /[^A-Za-z0-9+/]/, url: /[^A-Za-z0-9_-]/ } as const;

function isPadded(encoded: string, foreign: RegExp): boolean {
  if (encoded.length % 4 !== 0) return false;
  const padding = encoded.endsWith("==") ? 2 : encoded.endsWith("=") ? 1 : 0;
  return !foreign.test(encoded.slice(0, encoded.length - padding));
}

/** Where Go finds input that is not valid: it reads four characters at a time, and counts CR and LF. */
function corruptOffset(s: GoString, foreign: RegExp): number {
  let read = 0;
  for (let at = 0; at < s.length; at++) {
    const char = s.charAt(at);
    if (char === "\r" || char === "\n") continue;
    if (!foreign.test(char)) read = (read + 1) % 4;
    else return char === "=" && read > 1 ? paddingOffset(s, at + 1, read) : at;
  }
  return s.length - read;
}

/** The same from the byte after the first `=`, when `read` characters of the last four were in the alphabet. */
function paddingOffset(s: GoString, from: number, read: number): number {
  const next = skipLineBreaks(s, from);
  if (read === 3) return next;
  if (next === s.length) return next;
  return s.charAt(next) === "=" ? skipLineBreaks(s, next + 1) : next - 1;
}

function skipLineBreaks(s: GoString, from: number): number {
  let at = from;
  while (s.charAt(at) === "\r" || s.charAt(at) === "\n") at++;
  return at;
}
