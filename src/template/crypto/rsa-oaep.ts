import { Buffer } from "node:buffer";
import { constants, privateDecrypt } from "node:crypto";

import type { GoString } from "../../go/bytes.ts";
import { FuncError } from "../values.ts";
import { bitLength, byteLength } from "./big-integers.ts";
import { concatBytes } from "./der-write.ts";
import type { RsaPrivateKey } from "./keys.ts";
import { derPkcs1 } from "./private-key-write.ts";

const MIN_BITS = 1024;

/**
 * `rsa.DecryptOAEP` with an empty label and the same hash for both purposes: SHA1, SHA512, or SHA256 for any other
 * name, as in ESO. A ciphertext that is shorter than the modulus counts as a smaller number. Throws a FuncError for
 * keys below 1024 bits and for what does not decrypt.
 */
export function decryptOaep(key: RsaPrivateKey, hash: GoString, ciphertext: Uint8Array): Uint8Array {
  if (bitLength(key.n) < MIN_BITS) throw new FuncError(`an RSA key must have at least ${MIN_BITS} bits`);
  const missing = byteLength(key.n) - ciphertext.length;
  if (missing < 0) throw undecryptable();
  const oaepHash = hash === "SHA1" ? "sha1" : hash === "SHA512" ? "sha512" : "sha256";
  const pkcs1 = { key: Buffer.from(derPkcs1(key)), format: "der", type: "pkcs1" } as const;
  try {
    return privateDecrypt(
      { ...pkcs1, oaepHash, padding: constants.RSA_PKCS1_OAEP_PADDING },
      concatBytes([new Uint8Array(missing), ciphertext]),
    );
  } catch {
    throw undecryptable();
  }
}

function undecryptable(): FuncError {
  return new FuncError("the ciphertext cannot be decrypted: another key, another hash, or damaged data");
}
