import { Buffer } from "node:buffer";
import { createPrivateKey, createPublicKey } from "node:crypto";

import { FuncError } from "../values.ts";
import { type Curve, publicPoint } from "./curves.ts";
import { concatBytes } from "./der-write.ts";

/** An RSA public key (Go: *rsa.PublicKey). */
export interface RsaPublicKey {
  readonly kind: "rsa";
  readonly n: bigint;
  readonly e: bigint;
}

/** An ECDSA public key (Go: *ecdsa.PublicKey); the point is uncompressed. */
export interface EcPublicKey {
  readonly kind: "ecdsa";
  readonly curve: Curve;
  readonly point: Uint8Array;
}

/** An Ed25519 or X25519 public key. */
export interface EdwardsPublicKey {
  readonly kind: "ed25519" | "x25519";
  readonly key: Uint8Array;
}

/** A DSA public key (Go: *dsa.PublicKey). */
export interface DsaPublicKey {
  readonly kind: "dsa";
  readonly p: bigint;
  readonly q: bigint;
  readonly g: bigint;
  readonly y: bigint;
}

/** A public key of a kind that Go's crypto/x509 reads or writes. */
export type PublicKey = RsaPublicKey | EcPublicKey | EdwardsPublicKey | DsaPublicKey;

/** A prime of an RSA key beyond the second, with its exponent and coefficient. */
export interface AdditionalPrime {
  readonly prime: bigint;
  readonly exponent: bigint;
  readonly coefficient: bigint;
}

/** An RSA private key with all values that PKCS#1 has (Go: *rsa.PrivateKey, precomputed). */
export interface RsaPrivateKey extends RsaPublicKey {
  readonly d: bigint;
  readonly p: bigint;
  readonly q: bigint;
  readonly dp: bigint;
  readonly dq: bigint;
  readonly qInv: bigint;
  readonly additional: readonly AdditionalPrime[];
}

/** An ECDSA private key (Go: *ecdsa.PrivateKey). */
export interface EcPrivateKey extends EcPublicKey {
  readonly scalar: bigint;
}

/** An Ed25519 private key's seed, or an X25519 private key: 32 bytes. */
export interface EdwardsPrivateKey {
  readonly kind: "ed25519" | "x25519";
  readonly seed: Uint8Array;
}

/** A DSA private key (Go: *dsa.PrivateKey). */
export interface DsaPrivateKey extends DsaPublicKey {
  readonly x: bigint;
}

/** A private key that PKCS#8 may hold. */
export type Pkcs8Key = RsaPrivateKey | EcPrivateKey | EdwardsPrivateKey;

/** A private key of a kind that sprig reads. */
export type PrivateKey = Pkcs8Key | DsaPrivateKey;

/** The public half of a key. */
export function publicKeyOf(key: PrivateKey): PublicKey {
  if (key.kind === "rsa") return { kind: key.kind, n: key.n, e: key.e };
  if (key.kind === "ecdsa") return { kind: key.kind, curve: key.curve, point: key.point };
  if (key.kind === "dsa") return { kind: key.kind, p: key.p, q: key.q, g: key.g, y: key.y };
  return { kind: key.kind, key: edwardsPublicKey(key) };
}

/** The ECDSA key of a scalar. Throws a FuncError for one that is not between 1 and the curve's order. */
export function ecKeyOfScalar(curve: Curve, scalar: bigint): EcPrivateKey {
  if (scalar <= 0n || scalar >= curve.order) {
    throw new FuncError("the private key is outside of its curve's order");
  }
  return { kind: "ecdsa", curve, scalar, point: publicPoint(curve, scalar) };
}

/** An Ed25519 or X25519 key as node:crypto reads it: PKCS#8 up to its 32 bytes. */
const PKCS8_PREFIX = {
  ed25519: Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20),
  x25519: Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20),
} as const;

/** Where the key stands in the SubjectPublicKeyInfo of an Ed25519 or X25519 key. */
const SPKI_KEY_OFFSET = 12;

function edwardsPublicKey(key: EdwardsPrivateKey): Uint8Array {
  const pkcs8 = concatBytes([PKCS8_PREFIX[key.kind], key.seed]);
  const imported = createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
  const spki = createPublicKey(imported).export({ format: "der", type: "spki" });
  return new Uint8Array(spki.subarray(SPKI_KEY_OFFSET));
}
