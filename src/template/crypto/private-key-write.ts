import type { GoString } from "../../go/bytes.ts";
import { derAlgorithm } from "./algorithm.ts";
import { bytesOfBigInt } from "./big-integers.ts";
import { explicitTag } from "./der-read.ts";
import { DER_NULL, der, derBits, derInteger, derOctets, derOid, derSequence } from "./der-write.ts";
import type { DsaPrivateKey, EcPrivateKey, Pkcs8Key, PrivateKey, RsaPrivateKey } from "./keys.ts";
import { OID } from "./oids.ts";
import { pemOf } from "./pem.ts";

/** The PEM that sprig gives for a key of each kind (`pemBlockForKey`). */
export function privateKeyPem(key: PrivateKey): GoString {
  if (key.kind === "rsa") return pemOf("RSA PRIVATE KEY", derPkcs1(key));
  if (key.kind === "dsa") return pemOf("DSA PRIVATE KEY", derDsa(key));
  if (key.kind === "ecdsa") return pemOf("EC PRIVATE KEY", derSec1(key, true));
  return pemOf("PRIVATE KEY", derPkcs8(key));
}

/** `x509.MarshalPKCS8PrivateKey`. */
export function derPkcs8(key: Pkcs8Key): Uint8Array {
  return derSequence(derInteger(0n), keyAlgorithm(key), derOctets(keyContent(key)));
}

/** `x509.MarshalPKCS1PrivateKey`. */
export function derPkcs1(key: RsaPrivateKey): Uint8Array {
  const version = key.additional.length > 0 ? 1n : 0n;
  const { n, e, d, p, q, dp, dq, qInv } = key;
  const additional = key.additional.map(({ prime, exponent, coefficient }) =>
    derSequence(derInteger(prime), derInteger(exponent), derInteger(coefficient)),
  );
  return derSequence(
    ...[version, n, e, d, p, q, dp, dq, qInv].map(derInteger),
    ...(additional.length > 0 ? [derSequence(...additional)] : []),
  );
}

/** `x509.MarshalECPrivateKey`; PKCS#8 has the curve's name outside. */
export function derSec1({ curve, scalar, point }: EcPrivateKey, withCurve: boolean): Uint8Array {
  return derSequence(
    derInteger(1n),
    derOctets(bytesOfBigInt(scalar, curve.size)),
    ...(withCurve ? [der(explicitTag(0), derOid(curve.oid))] : []),
    der(explicitTag(1), derBits(point)),
  );
}

/** A DSA key as OpenSSL writes it. */
function derDsa({ p, q, g, y, x }: DsaPrivateKey): Uint8Array {
  return derSequence(...[0n, p, q, g, y, x].map(derInteger));
}

function keyAlgorithm(key: Pkcs8Key): Uint8Array {
  if (key.kind === "rsa") return derAlgorithm(OID.rsaEncryption, DER_NULL);
  if (key.kind === "ecdsa") return derAlgorithm(OID.ecPublicKey, derOid(key.curve.oid));
  return derAlgorithm(OID[key.kind]);
}

function keyContent(key: Pkcs8Key): Uint8Array {
  if (key.kind === "rsa") return derPkcs1(key);
  if (key.kind === "ecdsa") return derSec1(key, false);
  return derOctets(key.seed);
}
