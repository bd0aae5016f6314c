import { Buffer } from "node:buffer";
import { createCipheriv, createDecipheriv } from "node:crypto";

import { bytesOfGoString, type GoString, goStringOfBytes } from "../../go/bytes.ts";
import { FuncError } from "../values.ts";
import { concatBytes } from "./der-write.ts";

const CIPHER = "aes-256-cbc";
const KEY_SIZE = 32;
const BLOCK = 16;

/** AES-256-CBC by a password that is cut or filled with zeros to 32 bytes; the IV stands before the ciphertext. */
export function encryptAesText(password: GoString, iv: Uint8Array, plaintext: GoString): GoString {
  const cipher = createCipheriv(CIPHER, keyOf(password), iv);
  return goStringOfBytes(concatBytes([iv, cipher.update(bytesOfGoString(plaintext)), cipher.final()]));
}

/**
 * The reverse. The last byte says how many to drop, and nothing else is checked, as in sprig: a wrong password may
 * give nonsense. Throws a FuncError where sprig panics.
 */
export function decryptAesText(password: GoString, ciphertext: GoString): GoString {
  const bytes = bytesOfGoString(ciphertext);
  if (bytes.length <= BLOCK || bytes.length % BLOCK !== 0) {
    throw new FuncError("the ciphertext must be an IV and one or more blocks of 16 bytes");
  }
  const decipher = createDecipheriv(CIPHER, keyOf(password), bytes.subarray(0, BLOCK)).setAutoPadding(false);
  const plaintext = goStringOfBytes(
    Buffer.concat([decipher.update(bytes.subarray(BLOCK)), decipher.final()]),
  );
  const padding = plaintext.charCodeAt(plaintext.length - 1);
  if (padding > plaintext.length) throw new FuncError("the ciphertext does not fit the password");
  return plaintext.slice(0, plaintext.length - padding);
}

/** The key that sprig makes of a password. */
export function keyOf(password: GoString): Uint8Array {
  const key = new Uint8Array(KEY_SIZE);
  key.set(bytesOfGoString(password.slice(0, KEY_SIZE)));
  return key;
}
