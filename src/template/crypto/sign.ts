import { Buffer } from "node:buffer";
import { createHash, sign as signNatively } from "node:crypto";

import { FuncError } from "../values.ts";
import { derAlgorithm } from "./algorithm.ts";
import { bigIntOfBytes, bitLength, bytesOfBigInt, inverse } from "./big-integers.ts";
import { publicPoint } from "./curves.ts";
import { concatBytes, DER_NULL, derInteger, derSequence } from "./der-write.ts";
import { HmacDrbg } from "./drbg.ts";
import type { EcPrivateKey, EdwardsPrivateKey, PrivateKey, RsaPrivateKey } from "./keys.ts";
import { OID } from "./oids.ts";
import { derPkcs1, derPkcs8 } from "./private-key-write.ts";

/** A key that can sign. */
export type SigningKey = RsaPrivateKey | EcPrivateKey | EdwardsPrivateKey;

const MIN_RSA_BITS = 1024;

/** By the curve's name. */
const ECDSA: ReadonlyMap<string, { readonly oid: string; readonly hash: string; readonly size: number }> =
  new Map([
    ["P-224", { oid: OID.ecdsaWithSha256, hash: "sha256", size: 32 }],
    ["P-256", { oid: OID.ecdsaWithSha256, hash: "sha256", size: 32 }],
    ["P-384", { oid: OID.ecdsaWithSha384, hash: "sha384", size: 48 }],
    ["P-521", { oid: OID.ecdsaWithSha512, hash: "sha512", size: 64 }],
  ]);

/** The key if it can sign a certificate in Go. Throws a FuncError for DSA, X25519 and RSA below 1024 bits. */
export function signingKeyOf(key: PrivateKey): SigningKey {
  if (key.kind === "dsa" || key.kind === "x25519") {
    throw new FuncError(
      "a certificate is signed with an RSA, ECDSA or Ed25519 key, not with a DSA or X25519 key",
    );
  }
  if (key.kind === "rsa" && bitLength(key.n) < MIN_RSA_BITS) {
    throw new FuncError(`an RSA key that signs must have at least ${MIN_RSA_BITS} bits`);
  }
  return key;
}

/** The AlgorithmIdentifier of a key's signatures (Go: `signingParamsForKey`). */
export function signatureAlgorithm(key: SigningKey): Uint8Array {
  if (key.kind === "rsa") return derAlgorithm(OID.sha256WithRsa, DER_NULL);
  if (key.kind === "ecdsa") return derAlgorithm(ECDSA.get(key.curve.name)?.oid ?? "");
  return derAlgorithm(OID.ed25519);
}

/** The signature of a message; always the same one: PKCS#1 v1.5, Ed25519, and ECDSA by RFC 6979. */
export function signMessage(key: SigningKey, message: Uint8Array): Uint8Array {
  if (key.kind === "ecdsa") return signEcdsa(key, message);
  if (key.kind === "rsa") {
    return signNatively("sha256", message, { key: Buffer.from(derPkcs1(key)), format: "der", type: "pkcs1" });
  }
  return signNatively(null, message, { key: Buffer.from(derPkcs8(key)), format: "der", type: "pkcs8" });
}

/**
 * ECDSA with RFC 6979's nonce, so that a certificate is the same in each render. The arithmetic by the order is not of
 * constant time: this signs in a render of one's own, never on demand for others.
 */
function signEcdsa({ curve, scalar }: EcPrivateKey, message: Uint8Array): Uint8Array {
  const { hash = "", size = 0 } = ECDSA.get(curve.name) ?? {};
  const bits = bitLength(curve.order);
  const toNumber = (bytes: Uint8Array): bigint =>
    bigIntOfBytes(bytes) >> BigInt(Math.max(bytes.length * 8 - bits, 0));
  const digest = toNumber(createHash(hash).update(message).digest());
  const nonces = new HmacDrbg(
    concatBytes([bytesOfBigInt(scalar, curve.size), bytesOfBigInt(digest % curve.order, curve.size)]),
    hash,
    size,
  );
  for (;;) {
    const nonce = toNumber(nonces.bytes(curve.size));
    const inverted = nonce > 0n && nonce < curve.order ? inverse(nonce, curve.order) : undefined;
    if (inverted !== undefined) {
      const r = bigIntOfBytes(publicPoint(curve, nonce).subarray(1, 1 + curve.size)) % curve.order;
      const s = (inverted * (digest + r * scalar)) % curve.order;
      if (r > 0n && s > 0n) return derSequence(derInteger(r), derInteger(s));
    }
    nonces.reseed();
  }
}
