import { createECDH } from "node:crypto";

import { bigIntOfBytes, bytesOfBigInt } from "./big-integers.ts";

/** A NIST curve y² = x³ - 3x + b over a prime field. */
export interface Curve {
  /** Its name in a JWK. */
  readonly name: string;
  readonly oid: string;
  /** Its name in OpenSSL. */
  readonly openSsl: string;
  /** Bytes of a coordinate and of a scalar. */
  readonly size: number;
  readonly bits: number;
  readonly prime: bigint;
  readonly b: bigint;
  readonly order: bigint;
}

/** The curves that Go's crypto/ecdsa knows. */
export const CURVES: readonly Curve[] = [
  {
    name: "P-224",
    oid: "1.3.132.0.33",
    openSsl: "secp224r1",
    size: 28,
    bits: 224,
    prime: 2n ** 224n - 2n ** 96n + 1n,
    b: 0xb4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4n,
    order: 0xffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3dn,
  },
  {
    name: "P-256",
    oid: "1.2.840.10045.3.1.7",
    openSsl: "prime256v1",
    size: 32,
    bits: 256,
    prime: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  {
    name: "P-384",
    oid: "1.3.132.0.34",
    openSsl: "secp384r1",
    size: 48,
    bits: 384,
    prime: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    order:
      0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
  {
    name: "P-521",
    oid: "1.3.132.0.35",
    openSsl: "secp521r1",
    size: 66,
    bits: 521,
    prime: 2n ** 521n - 1n,
    b: 0x51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
    order:
      0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
  },
];

/** The curve of an object identifier (Go: `namedCurveFromOID`). */
export function curveOfOid(oid: string): Curve | undefined {
  return CURVES.find((curve) => curve.oid === oid);
}

/** Whether x and y are reduced coordinates of a point of the curve. */
export function isOnCurve(curve: Curve, x: bigint, y: bigint): boolean {
  const { prime, b } = curve;
  return x < prime && y < prime && (y * y - x * x * x + 3n * x - b) % prime === 0n;
}

/** Whether bytes are an uncompressed point of the curve: 4, x, y. */
export function isPoint(curve: Curve, point: Uint8Array): boolean {
  if (point.length !== 1 + 2 * curve.size || point[0] !== 4) return false;
  const x = bigIntOfBytes(point.subarray(1, 1 + curve.size));
  return isOnCurve(curve, x, bigIntOfBytes(point.subarray(1 + curve.size)));
}

/** The uncompressed point of two coordinates. */
export function pointOf(curve: Curve, x: bigint, y: bigint): Uint8Array {
  return Uint8Array.of(4, ...bytesOfBigInt(x, curve.size), ...bytesOfBigInt(y, curve.size));
}

/** The uncompressed point of a scalar between 1 and the order, which is not checked here. */
export function publicPoint(curve: Curve, scalar: bigint): Uint8Array {
  const ecdh = createECDH(curve.openSsl);
  ecdh.setPrivateKey(bytesOfBigInt(scalar, curve.size));
  return new Uint8Array(ecdh.getPublicKey());
}
