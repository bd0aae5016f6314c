import type { GoString } from "../../go/bytes.ts";
import { FuncError } from "../values.ts";
import { type Algorithm, readAlgorithm } from "./algorithm.ts";
import { bigIntOfBytes } from "./big-integers.ts";
import { type Curve, curveOfOid } from "./curves.ts";
import { DerReader, TAG } from "./der-read.ts";
import {
  type DsaPrivateKey,
  type EcPrivateKey,
  type EdwardsPrivateKey,
  ecKeyOfScalar,
  type Pkcs8Key,
  type PrivateKey,
  type RsaPrivateKey,
} from "./keys.ts";
import { OID } from "./oids.ts";
import { decodePem, type PemBlock } from "./pem.ts";
import { rsaKeyOf } from "./rsa-key.ts";

const WHAT = "the private key";
const EDWARDS_SIZE = 32;

/**
 * The key of a PEM text by the type of its first block (sprig: `parsePrivateKeyPEM`): PKCS#8, PKCS#1, SEC 1 or
 * OpenSSL's DSA form. Throws a FuncError for any other type and for malformed keys.
 */
export function readPrivateKeyPem(text: GoString): PrivateKey {
  const { block } = decodePem(text);
  if (block === undefined) throw new FuncError("the private key is not PEM");
  return readPrivateKeyBlock(block);
}

function readPrivateKeyBlock({ type, bytes }: PemBlock): PrivateKey {
  switch (type) {
    case "PRIVATE KEY":
      return readPkcs8(bytes);
    case "RSA PRIVATE KEY":
      return readPkcs1(bytes);
    case "EC PRIVATE KEY":
      return readSec1(bytes);
    case "DSA PRIVATE KEY":
      return readDsa(bytes);
    default:
      throw new FuncError(
        "the first PEM block is not a private key of type PRIVATE KEY, RSA PRIVATE KEY, EC PRIVATE KEY or DSA PRIVATE KEY",
      );
  }
}

/** The key of DER whose form is not known: PKCS#1, PKCS#8 or SEC 1 (ESO: `parsePrivateKey`). Throws a FuncError. */
export function readAnyPrivateKey(bytes: Uint8Array): Pkcs8Key {
  for (const read of [readPkcs1, readPkcs8, readSec1]) {
    try {
      return read(bytes);
    } catch (error) {
      if (!(error instanceof FuncError)) throw error;
    }
  }
  throw new FuncError(
    "the private key is neither PKCS#1, PKCS#8 nor SEC 1, or of a kind that is not supported",
  );
}

/** `x509.ParsePKCS8PrivateKey`: RSA, ECDSA, Ed25519 and X25519. Throws a FuncError. */
export function readPkcs8(bytes: Uint8Array): Pkcs8Key {
  const reader = new DerReader(bytes, WHAT).inside();
  reader.int64();
  const algorithm = readAlgorithm(reader);
  const key = reader.content(TAG.octetString);
  switch (algorithm.oid) {
    case OID.rsaEncryption:
      return readPkcs1(key);
    case OID.ecPublicKey:
      return readEcKey(key, curveOid(algorithm));
    case OID.ed25519:
      return readEdwardsKey("ed25519", algorithm, key);
    case OID.x25519:
      return readEdwardsKey("x25519", algorithm, key);
    default:
      throw new FuncError("the private key is neither RSA, ECDSA, Ed25519 nor X25519");
  }
}

/** `x509.ParsePKCS1PrivateKey`. Throws a FuncError. */
export function readPkcs1(bytes: Uint8Array): RsaPrivateKey {
  const input = new DerReader(bytes, WHAT);
  const reader = input.inside();
  input.end();
  if (reader.int64() > 1n) throw new FuncError("the RSA private key has an unknown version");
  const [n, e, d, p, q] = [
    reader.integer(),
    reader.int64(),
    reader.integer(),
    reader.integer(),
    reader.integer(),
  ];
  const optional = (): bigint | undefined => (reader.offers(TAG.integer) ? reader.integer() : undefined);
  const [dp, dq, qInv] = [optional(), optional(), optional()];
  const additionalPrimes = reader.offers(TAG.sequence) ? readAdditionalPrimes(reader.inside()) : [];
  if ([n, d, p, q, dp ?? 1n, dq ?? 1n, qInv ?? 1n, ...additionalPrimes].some((value) => value <= 0n)) {
    throw new FuncError("the RSA private key has a number that is not positive");
  }
  return rsaKeyOf({ n, e, d, p, q, dp, dq, qInv, additionalPrimes });
}

/** `x509.ParseECPrivateKey`, which names its curve itself. Throws a FuncError. */
export function readSec1(bytes: Uint8Array): EcPrivateKey {
  return readEcKey(bytes, undefined);
}

/** A DSA key as OpenSSL writes it: version, P, Q, G, Y, X. */
function readDsa(bytes: Uint8Array): DsaPrivateKey {
  const reader = new DerReader(bytes, WHAT).inside();
  reader.int64();
  const [p, q, g, y, x] = [
    reader.integer(),
    reader.integer(),
    reader.integer(),
    reader.integer(),
    reader.integer(),
  ];
  return { kind: "dsa", p, q, g, y, x };
}

/** Exponents and coefficients are computed anew, as in Go. */
function readAdditionalPrimes(reader: DerReader): bigint[] {
  const primes: bigint[] = [];
  while (!reader.done) {
    const prime = reader.inside();
    primes.push(prime.integer());
    prime.integer();
    prime.integer();
  }
  return primes;
}

/** PKCS#8 may leave the curve to the key inside: anything but an object identifier counts as left out. */
function curveOid({ parameters }: Algorithm): string | undefined {
  return parameters?.tag === TAG.oid ? new DerReader(parameters.full, WHAT).oid() : undefined;
}

function readEcKey(bytes: Uint8Array, givenCurve: string | undefined): EcPrivateKey {
  const reader = new DerReader(bytes, WHAT).inside();
  if (reader.int64() !== 1n) throw new FuncError("the EC private key has an unknown version");
  const scalar = reader.content(TAG.octetString);
  const ownCurve = reader.entersExplicit(0, TAG.oid) ? reader.oid() : undefined;
  // The public point is not compared, as in Go, but must be a bit string where it is one at all.
  if (reader.entersExplicit(1, TAG.bitString)) reader.bitString();
  const curve = curveOfOid(givenCurve ?? ownCurve ?? "");
  if (curve === undefined) throw new FuncError("the EC private key has an unknown curve");
  return ecKeyOfScalar(curve, bigIntOfBytes(trimScalar(scalar, curve)));
}

/** Leading zeros beyond the curve's size are dropped; too few bytes are taken as a smaller number. */
function trimScalar(scalar: Uint8Array, { size }: Curve): Uint8Array {
  const surplus = Math.max(scalar.length - size, 0);
  if (scalar.subarray(0, surplus).some((byte) => byte !== 0)) {
    throw new FuncError("the EC private key is too long for its curve");
  }
  return scalar.subarray(surplus);
}

function readEdwardsKey(
  kind: "ed25519" | "x25519",
  algorithm: Algorithm,
  bytes: Uint8Array,
): EdwardsPrivateKey {
  if (algorithm.parameters !== undefined)
    throw new FuncError("the private key has parameters that its kind lacks");
  const seed = new DerReader(bytes, WHAT).content(TAG.octetString);
  if (seed.length !== EDWARDS_SIZE) throw new FuncError("the private key has a wrong length");
  return { kind, seed };
}
