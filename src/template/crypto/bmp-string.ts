import { Buffer } from "node:buffer";

import { type GoString, goStringOfRunes, runesOf } from "../../go/bytes.ts";
import { FuncError } from "../values.ts";

/**
 * A text in UCS-2, big-endian; a byte that is not valid UTF-8 becomes U+FFFD. Throws a FuncError for a character
 * beyond the Basic Multilingual Plane.
 */
export function bmpString(text: GoString): Uint8Array {
  const runes = runesOf(text);
  if (runes.some((rune) => rune > 0xffff)) {
    throw new FuncError(
      "PKCS#12 holds no characters beyond the Basic Multilingual Plane in names and passwords",
    );
  }
  return Uint8Array.from(runes.flatMap((rune) => [rune >> 8, rune & 0xff]));
}

/** A password as PKCS#12's own key derivation wants it: UCS-2 and a terminating zero. */
export function bmpPassword(password: GoString): Uint8Array {
  return Uint8Array.of(...bmpString(password), 0, 0);
}

/** The UTF-8 of a password in UCS-2, which PBES2 and PBMAC1 want. */
export function utf8OfBmpPassword(password: Uint8Array): Uint8Array {
  const units = Array.from(
    { length: password.length / 2 },
    (_, at) => (password[2 * at] ?? 0) * 256 + (password[2 * at + 1] ?? 0),
  );
  return Buffer.from(goStringOfRunes(units.at(-1) === 0 ? units.slice(0, -1) : units), "latin1");
}
