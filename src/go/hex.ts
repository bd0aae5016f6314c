import { Buffer } from "node:buffer";

import type { GoString } from "./bytes.ts";
import { encodeRune } from "./bytes.ts";
import { isPrint } from "./unicode.ts";

/** What decoding gave: the bytes, or the text of Go's error, which names the first byte that is not valid. */
export type DecodedHex =
  | { readonly ok: true; readonly value: GoString }
  | { readonly ok: false; readonly error: GoString };

/** `hex.EncodeToString`: two lower-case digits for each byte. */
export function encodeHex(s: GoString): GoString {
  return Buffer.from(s, "latin1").toString("hex");
}

/** `hex.DecodeString`: digits of either case, an even number of them, and nothing else. */
export function decodeHex(s: GoString): DecodedHex {
  const wrong = s.search(/[^0-9A-Fa-f]/);
  if (wrong >= 0)
    return { ok: false, error: `encoding/hex: invalid byte: ${describeByte(s.charCodeAt(wrong))}` };
  if (s.length % 2 === 1) return { ok: false, error: "encoding/hex: odd length hex string" };
  return { ok: true, value: Buffer.from(s, "hex").toString("latin1") };
}

/** Go's `%#U`: the code point, and the character where it is printable. */
function describeByte(byte: number): GoString {
  const point = `U+${byte.toString(16).toUpperCase().padStart(4, "0")}`;
  return isPrint(byte) ? `${point} '${encodeRune(byte)}'` : point;
}
