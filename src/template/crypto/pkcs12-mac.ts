import { createHmac, timingSafeEqual } from "node:crypto";

import { type CallContext, FuncError } from "../values.ts";
import { type Algorithm, derAlgorithm, readAlgorithm } from "./algorithm.ts";
import { utf8OfBmpPassword } from "./bmp-string.ts";
import { type DerReader, TAG } from "./der-read.ts";
import { derInteger, derOctets, derSequence } from "./der-write.ts";
import { OID } from "./oids.ts";
import { hashOfHmac, readParameters, readPbkdf2 } from "./pbe.ts";
import { derivePbkdf2, derivePkcs12, type KdfHash } from "./pkcs12-kdf.ts";

/** What proves that an archive is whole and its password right (Go: go-pkcs12's `macData`). */
export interface MacData {
  readonly algorithm: Algorithm;
  readonly digest: Uint8Array;
  readonly salt: Uint8Array;
  readonly iterations: bigint;
}

const DIGESTS: ReadonlyMap<string, { readonly hash: KdfHash; readonly size: number }> = new Map([
  [OID.sha1, { hash: "sha1", size: 20 }],
  [OID.sha256, { hash: "sha256", size: 32 }],
  [OID.sha512, { hash: "sha512", size: 64 }],
]);

/** The longest key that PBMAC1 may ask for, in bytes; Go has no bound. */
const MAX_PBMAC1_KEY = 1024n;

/** What go-pkcs12's modern encoder uses. */
const WRITTEN_ITERATIONS = 2048n;

/** Reads a MacData, of which the iterations may be left out. Throws a FuncError for anything else. */
export function readMacData(reader: DerReader): MacData {
  const digestInfo = reader.inside();
  const algorithm = readAlgorithm(digestInfo);
  const digest = digestInfo.content(TAG.octetString);
  const salt = reader.content(TAG.octetString);
  return { algorithm, digest, salt, iterations: reader.offers(TAG.integer) ? reader.int64() : 1n };
}

/**
 * Whether a message has this MAC by a password in UCS-2. Throws a FuncError for other MACs than by SHA-1, SHA-256,
 * SHA-512 and PBMAC1 with them.
 */
export function isMacOf(
  context: CallContext,
  data: MacData,
  message: Uint8Array,
  password: Uint8Array,
): boolean {
  const expected =
    data.algorithm.oid === OID.pbmac1
      ? pbmac1(context, data, message, password)
      : mac(context, data, message, password);
  return data.digest.length === expected.length && timingSafeEqual(data.digest, expected);
}

/** The DER of a MacData as go-pkcs12's modern encoder writes it. */
export function derMacData(
  context: CallContext,
  salt: Uint8Array,
  message: Uint8Array,
  password: Uint8Array,
): Uint8Array {
  const algorithm: Algorithm = { oid: OID.sha256, parameters: undefined };
  const data = { algorithm, digest: new Uint8Array(), salt, iterations: WRITTEN_ITERATIONS };
  const digest = mac(context, data, message, password);
  return derSequence(
    derSequence(derAlgorithm(algorithm.oid), derOctets(digest)),
    derOctets(salt),
    derInteger(WRITTEN_ITERATIONS),
  );
}

function mac(context: CallContext, data: MacData, message: Uint8Array, password: Uint8Array): Uint8Array {
  const digest = DIGESTS.get(data.algorithm.oid);
  if (digest === undefined) throw new FuncError("the PKCS#12 archive uses a MAC that is not supported");
  const { hash, size } = digest;
  const key = derivePkcs12(context, hash, "mac", password, data.salt, data.iterations, size);
  return createHmac(hash, key).update(message).digest();
}

/** RFC 9579, whose salt and iterations stand in the algorithm's parameters. */
function pbmac1(context: CallContext, data: MacData, message: Uint8Array, password: Uint8Array): Uint8Array {
  const reader = readParameters(data.algorithm.parameters);
  const kdf = readPbkdf2(readAlgorithm(reader));
  const hash = hashOfHmac(readAlgorithm(reader).oid);
  const size = kdf.keyLength ?? 0n;
  if (size <= 0n || size > MAX_PBMAC1_KEY)
    throw new FuncError("the PKCS#12 archive has a MAC key of a wrong length");
  const { salt, iterations } = kdf;
  const key = derivePbkdf2(context, kdf.hash, utf8OfBmpPassword(password), salt, iterations, Number(size));
  return createHmac(hash, key).update(message).digest();
}
