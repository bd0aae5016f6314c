import type { GoString } from "../../go/bytes.ts";
import { FuncError } from "../values.ts";
import { bigIntOfBytes } from "./big-integers.ts";
import { CURVES, type Curve, isOnCurve, pointOf } from "./curves.ts";
import { type JwkMembers, readJwkMembers } from "./jwk-members.ts";
import {
  type EcPublicKey,
  type EdwardsPrivateKey,
  type Pkcs8Key,
  type PublicKey,
  publicKeyOf,
} from "./keys.ts";
import { rsaKeyOf } from "./rsa-key.ts";

const ED25519_SIZE = 32;

/**
 * The public key of a JWK (jwx's `jwk.ParseKey`, then `Raw`): RSA, EC on P-256, P-384 or P-521, and Ed25519. Throws
 * a FuncError for private and symmetric keys, other kinds, and points that are not on their curve.
 */
export function readPublicJwk(json: GoString): PublicKey {
  const members = readJwkMembers(json);
  if (members.isPrivate) throw new FuncError("the JWK is a private key, not a public one");
  if (members.kty === "RSA") return rsaPublicKey(members);
  if (members.kty === "EC") return ecPublicKey(members);
  return { kind: "ed25519", key: okpPublicKey(members) };
}

/**
 * The private key of a JWK, of the same kinds. The public point of an EC key is not compared with it, as in Go.
 * Throws a FuncError for public and symmetric keys, other kinds, and numbers that are no key.
 */
export function readPrivateJwk(json: GoString): Pkcs8Key {
  const members = readJwkMembers(json);
  if (!members.isPrivate) throw new FuncError("the JWK is a public key, not a private one");
  if (members.kty === "RSA") return rsaPrivateKey(members);
  if (members.kty === "EC") return ecPrivateKey(members);
  return okpPrivateKey(members);
}

/** The numbers are not checked, as in Go; an exponent keeps its low 64 bits. */
function rsaPublicKey(members: JwkMembers): PublicKey {
  return { kind: "rsa", n: numberOf(members, "n"), e: exponentOf(members) };
}

function rsaPrivateKey(members: JwkMembers): Pkcs8Key {
  return rsaKeyOf({
    n: numberOf(members, "n"),
    e: exponentOf(members),
    d: numberOf(members, "d"),
    p: optionalNumber(members, "p") ?? 0n,
    q: optionalNumber(members, "q") ?? 0n,
    dp: optionalNumber(members, "dp"),
    dq: optionalNumber(members, "dq"),
    qInv: optionalNumber(members, "qi"),
  });
}

/** Go's conversion of a big number to an int. */
function exponentOf(members: JwkMembers): bigint {
  return BigInt.asIntN(64, numberOf(members, "e"));
}

function ecPublicKey(members: JwkMembers): EcPublicKey {
  const curve = curveOf(members);
  const [x, y] = [numberOf(members, "x"), numberOf(members, "y")];
  if (!isOnCurve(curve, x, y)) throw new FuncError("the JWK's point is not on its curve");
  return { kind: "ecdsa", curve, point: pointOf(curve, x, y) };
}

function ecPrivateKey(members: JwkMembers): Pkcs8Key {
  const key = ecPublicKey(members);
  const scalar = numberOf(members, "d");
  if (scalar <= 0n || scalar >= key.curve.order)
    throw new FuncError("the JWK's private value is out of range");
  return { ...key, scalar };
}

/** jwx knows no P-224. */
function curveOf({ crv }: JwkMembers): Curve {
  const curve = CURVES.find(({ name }) => name === crv && name !== "P-224");
  if (curve === undefined) throw new FuncError("the JWK's curve is neither P-256, P-384 nor P-521");
  return curve;
}

/** A public key of any length passes, as in Go. */
function okpPublicKey(members: JwkMembers): Uint8Array {
  if (members.crv !== "Ed25519")
    throw new FuncError("the JWK's curve is not Ed25519, the only one of its kind with a PEM");
  return bytesOf(members, "x");
}

function okpPrivateKey(members: JwkMembers): Pkcs8Key {
  const given = okpPublicKey(members);
  const seed = bytesOf(members, "d");
  if (seed.length !== ED25519_SIZE) throw new FuncError("the JWK's private value has a wrong length");
  const key: EdwardsPrivateKey = { kind: "ed25519", seed };
  const own = publicKeyOf(key);
  const fits =
    own.kind === "ed25519" &&
    given.length === own.key.length &&
    given.every((byte, at) => byte === own.key[at]);
  if (!fits) throw new FuncError("the JWK's public value does not belong to its private one");
  return key;
}

function numberOf(members: JwkMembers, name: string): bigint {
  return bigIntOfBytes(bytesOf(members, name));
}

/** A number that is left out or empty is none. */
function optionalNumber(members: JwkMembers, name: string): bigint | undefined {
  const bytes = members.bytes.get(name);
  return bytes === undefined || bytes.length === 0 ? undefined : bigIntOfBytes(bytes);
}

function bytesOf(members: JwkMembers, name: string): Uint8Array {
  const bytes = members.bytes.get(name);
  if (bytes === undefined) throw new FuncError(`the JWK lacks its member "${name}"`);
  return bytes;
}
