import { Buffer } from "node:buffer";
import { createCipheriv, createDecipheriv } from "node:crypto";

import { type CallContext, FuncError } from "../values.ts";
import { type Algorithm, derAlgorithm, readAlgorithm } from "./algorithm.ts";
import { utf8OfBmpPassword } from "./bmp-string.ts";
import { DerReader, TAG } from "./der-read.ts";
import { derInteger, derOctets, derSequence } from "./der-write.ts";
import { OID } from "./oids.ts";
import { derivePbkdf2, derivePkcs12, type KdfHash } from "./pkcs12-kdf.ts";
import { decryptRc2Cbc } from "./rc2.ts";

const WHAT = "the PKCS#12 archive";
const AES_BLOCK = 16;
const LEGACY_BLOCK = 8;

/** Decrypts whole blocks; what padding there is remains. */
type Decrypt = (ciphertext: Uint8Array) => Uint8Array;

/** The parameters of a PBKDF2: RFC 8018, appendix A.2. */
export interface Pbkdf2 {
  readonly hash: KdfHash;
  readonly salt: Uint8Array;
  readonly iterations: bigint;
  readonly keyLength: bigint | undefined;
}

/**
 * Decrypts what PKCS#12 encrypts with a password in UCS-2 (Go: go-pkcs12's `pbDecrypt`): PBES2 with AES, and
 * PKCS#12's own schemes with Triple DES or RC2. Throws a FuncError for other schemes and for a wrong password.
 */
export function decryptPbe(
  context: CallContext,
  algorithm: Algorithm,
  password: Uint8Array,
  ciphertext: Uint8Array,
): Uint8Array {
  const isPbes2 = algorithm.oid === OID.pbes2;
  const decrypt = isPbes2 ? pbes2(context, algorithm, password) : legacyScheme(context, algorithm, password);
  const block = isPbes2 ? AES_BLOCK : LEGACY_BLOCK;
  if (ciphertext.length === 0 || ciphertext.length % block !== 0) {
    throw new FuncError(`${WHAT} has encrypted data that is no whole number of blocks`);
  }
  return withoutPadding(decrypt(ciphertext), block);
}

/** What go-pkcs12's modern encoder uses. */
const WRITTEN = { hash: "sha256", iterations: 2048, keyLength: 32 } as const;

/**
 * Encrypts as go-pkcs12's modern encoder does: PBES2 with AES-256-CBC and PBKDF2 by HMAC-SHA-256. Gives the
 * AlgorithmIdentifier and the ciphertext.
 */
export function encryptPbes2(
  context: CallContext,
  password: Uint8Array,
  salt: Uint8Array,
  iv: Uint8Array,
  plaintext: Uint8Array,
): { algorithm: Uint8Array; ciphertext: Uint8Array } {
  const { hash, iterations, keyLength } = WRITTEN;
  const key = derivePbkdf2(context, hash, utf8OfBmpPassword(password), salt, BigInt(iterations), keyLength);
  const cipher = createCipheriv("aes-256-cbc", key, iv);
  const kdf = derSequence(derOctets(salt), derInteger(BigInt(iterations)), derAlgorithm(OID.hmacWithSha256));
  const algorithm = derAlgorithm(
    OID.pbes2,
    derSequence(derAlgorithm(OID.pbkdf2, kdf), derAlgorithm(OID.aes256Cbc, derOctets(iv))),
  );
  return { algorithm, ciphertext: new Uint8Array(Buffer.concat([cipher.update(plaintext), cipher.final()])) };
}

/** Reads the parameters of a PBKDF2. Throws a FuncError for another derivation. */
export function readPbkdf2({ oid, parameters }: Algorithm): Pbkdf2 {
  if (oid !== OID.pbkdf2) throw unsupported("key derivation");
  const reader = readParameters(parameters);
  const salt = reader.any();
  if ((salt.tag & 0x1f) !== TAG.octetString) throw unsupported("source of salt");
  const iterations = reader.int64();
  const keyLength = reader.offers(TAG.integer) ? reader.int64() : undefined;
  const prf = reader.offers(TAG.sequence) ? readAlgorithm(reader).oid : OID.hmacWithSha1;
  return { hash: hashOfHmac(prf), salt: salt.content, iterations, keyLength };
}

/** The hash of an HMAC. Throws a FuncError for one that go-pkcs12 does not support. */
export function hashOfHmac(oid: string): KdfHash {
  const hash = HMACS.get(oid);
  if (hash === undefined) throw unsupported("HMAC");
  return hash;
}

/** A reader of parameters that must be one SEQUENCE, of what is inside of it. */
export function readParameters(parameters: Algorithm["parameters"]): DerReader {
  return new DerReader(parameters?.full ?? new Uint8Array(), WHAT).inside();
}

const HMACS: ReadonlyMap<string, KdfHash> = new Map([
  [OID.hmacWithSha1, "sha1"],
  [OID.hmacWithSha256, "sha256"],
  [OID.hmacWithSha512, "sha512"],
]);

const AES: ReadonlyMap<string, { readonly cipher: string; readonly keyLength: number }> = new Map([
  [OID.aes128Cbc, { cipher: "aes-128-cbc", keyLength: 16 }],
  [OID.aes192Cbc, { cipher: "aes-192-cbc", keyLength: 24 }],
  [OID.aes256Cbc, { cipher: "aes-256-cbc", keyLength: 32 }],
]);

function pbes2(context: CallContext, { parameters }: Algorithm, password: Uint8Array): Decrypt {
  const reader = readParameters(parameters);
  const kdf = readPbkdf2(readAlgorithm(reader));
  const scheme = readAlgorithm(reader);
  const aes = AES.get(scheme.oid);
  if (aes === undefined) throw unsupported("cipher");
  const iv = scheme.parameters?.content ?? new Uint8Array();
  if (iv.length !== AES_BLOCK) throw new FuncError(`${WHAT} has an IV of a wrong length`);
  const { hash, salt, iterations } = kdf;
  const key = derivePbkdf2(context, hash, utf8OfBmpPassword(password), salt, iterations, aes.keyLength);
  return (ciphertext) => nativeDecrypt(aes.cipher, key, iv, ciphertext);
}

const LEGACY_KEY_LENGTHS: ReadonlyMap<string, number> = new Map([
  [OID.pbeWithShaAnd3KeyTripleDes, 24],
  [OID.pbeWithShaAnd128BitRc2, 16],
  [OID.pbeWithShaAnd40BitRc2, 5],
]);

function legacyScheme(context: CallContext, { oid, parameters }: Algorithm, password: Uint8Array): Decrypt {
  const keyLength = LEGACY_KEY_LENGTHS.get(oid);
  if (keyLength === undefined) throw unsupported("encryption");
  const reader = readParameters(parameters);
  const [salt, iterations] = [reader.content(TAG.octetString), reader.int64()];
  const key = derivePkcs12(context, "sha1", "key", password, salt, iterations, keyLength);
  const iv = derivePkcs12(context, "sha1", "iv", password, salt, iterations, LEGACY_BLOCK);
  return oid === OID.pbeWithShaAnd3KeyTripleDes
    ? (ciphertext) => nativeDecrypt("des-ede3-cbc", key, iv, ciphertext)
    : (ciphertext) => decryptRc2Cbc(key, iv, ciphertext);
}

function nativeDecrypt(cipher: string, key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  const decipher = createDecipheriv(cipher, key, iv).setAutoPadding(false);
  return new Uint8Array(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
}

function withoutPadding(plaintext: Uint8Array, block: number): Uint8Array {
  const length = plaintext.at(-1) ?? 0;
  const isPadded =
    length > 0 && length <= block && plaintext.subarray(-length).every((byte) => byte === length);
  if (!isPadded) throw new FuncError(`${WHAT} cannot be decrypted: wrong password, or damaged data`);
  return plaintext.subarray(0, -length);
}

function unsupported(what: string): FuncError {
  return new FuncError(`${WHAT} uses ${/^[aeiouH]/.test(what) ? "an" : "a"} ${what} that is not supported`);
}
