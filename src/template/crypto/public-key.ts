import { FuncError } from "../values.ts";
import { type Algorithm, derAlgorithm } from "./algorithm.ts";
import { curveOfOid, isPoint } from "./curves.ts";
import { type BitString, DerReader, TAG } from "./der-read.ts";
import { DER_NULL, derBits, derInteger, derOid, derSequence } from "./der-write.ts";
import type { DsaPublicKey, EcPublicKey, EdwardsPublicKey, PublicKey, RsaPublicKey } from "./keys.ts";
import { OID } from "./oids.ts";

const WHAT = "the public key";
const ED25519_SIZE = 32;

/** A public key as a SubjectPublicKeyInfo has it: the algorithm, and the key as its BIT STRING. */
export interface EncodedPublicKey {
  readonly algorithm: Uint8Array;
  readonly key: Uint8Array;
}

/** Go's `marshalPublicKey`. Throws a FuncError for DSA, which Go does not write. */
export function encodePublicKey(key: PublicKey): EncodedPublicKey {
  if (key.kind === "rsa")
    return {
      algorithm: derAlgorithm(OID.rsaEncryption, DER_NULL),
      key: derSequence(derInteger(key.n), derInteger(key.e)),
    };
  if (key.kind === "ecdsa")
    return { algorithm: derAlgorithm(OID.ecPublicKey, derOid(key.curve.oid)), key: key.point };
  if (key.kind === "dsa") throw new FuncError("a DSA public key cannot be written");
  return { algorithm: derAlgorithm(OID[key.kind]), key: key.key };
}

/** `x509.MarshalPKIXPublicKey`. Throws a FuncError for DSA. */
export function derPublicKey(key: PublicKey): Uint8Array {
  const encoded = encodePublicKey(key);
  return derSequence(encoded.algorithm, derBits(encoded.key));
}

/**
 * The public key of a certificate (Go: `parsePublicKey`), or undefined for an algorithm that Go leaves alone there.
 * Throws a FuncError for a malformed key and for a curve that Go does not know.
 */
export function readPublicKey(algorithm: Algorithm, bits: BitString): PublicKey | undefined {
  const bytes = rightAligned(bits);
  switch (algorithm.oid) {
    case OID.rsaEncryption:
      return readRsa(algorithm, bytes);
    case OID.ecPublicKey:
      return readEc(algorithm, bytes);
    case OID.ed25519:
      return readEd25519(algorithm, bytes);
    case OID.dsa:
      return readDsa(algorithm, bytes);
    default:
      return undefined;
  }
}

/** Whether two keys are the same one. */
export function isSamePublicKey(a: PublicKey, b: PublicKey): boolean {
  const [first, second] = [encodePublicKey(a), encodePublicKey(b)];
  return isSame(first.algorithm, second.algorithm) && isSame(first.key, second.key);
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function readRsa({ parameters }: Algorithm, bytes: Uint8Array): RsaPublicKey {
  if (parameters === undefined || !isSame(parameters.full, DER_NULL)) {
    throw new FuncError("the RSA public key has other parameters than NULL");
  }
  const reader = new DerReader(bytes, WHAT).inside();
  const [n, e] = [reader.integer(), reader.int64()];
  if (n <= 0n || e <= 0n) throw new FuncError("the RSA public key has a number that is not positive");
  return { kind: "rsa", n, e };
}

function readEc({ parameters }: Algorithm, bytes: Uint8Array): EcPublicKey {
  const curve = curveOfOid(new DerReader(parameters?.full ?? new Uint8Array(), WHAT).oid());
  if (curve === undefined) throw new FuncError("the EC public key has an unknown curve");
  if (!isPoint(curve, bytes)) throw new FuncError("the EC public key is not a point of its curve");
  return { kind: "ecdsa", curve, point: bytes };
}

function readEd25519({ parameters }: Algorithm, bytes: Uint8Array): EdwardsPublicKey {
  if (parameters !== undefined) throw new FuncError("the Ed25519 public key has parameters");
  if (bytes.length !== ED25519_SIZE) throw new FuncError("the Ed25519 public key has a wrong length");
  return { kind: "ed25519", key: bytes };
}

function readDsa({ parameters }: Algorithm, bytes: Uint8Array): DsaPublicKey {
  const y = new DerReader(bytes, WHAT).integer();
  const reader = new DerReader(parameters?.full ?? new Uint8Array(), WHAT).inside(TAG.sequence);
  const [p, q, g] = [reader.integer(), reader.integer(), reader.integer()];
  if ([y, p, q, g].some((value) => value <= 0n)) {
    throw new FuncError("the DSA public key has a number that is not positive");
  }
  return { kind: "dsa", p, q, g, y };
}

/** The bits moved to the right where they do not fill their bytes (Go: `BitString.RightAlign`). */
function rightAligned({ bytes, unused }: BitString): Uint8Array {
  if (unused === 0) return bytes;
  return bytes.map((byte, index) => (((bytes[index - 1] ?? 0) << (8 - unused)) | (byte >> unused)) & 0xff);
}
