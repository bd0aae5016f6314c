import type { CallContext } from "../values.ts";
import { bitLength, inverse, power } from "./big-integers.ts";
import { CURVES } from "./curves.ts";
import type { HmacDrbg } from "./drbg.ts";
import {
  type DsaPrivateKey,
  type EcPrivateKey,
  type EdwardsPrivateKey,
  ecKeyOfScalar,
  type RsaPrivateKey,
} from "./keys.ts";
import { primeFrom } from "./primes.ts";
import { rsaKeyOf } from "./rsa-key.ts";

const RSA_EXPONENT = 65537n;

/** Numbers that are searched from one random start on: a prime is nearly always among them. */
const SEARCH = 8192;

/**
 * An RSA key of two primes of half the bits each, drawn from a stream: each prime is the first one from a random
 * odd number on, as FIPS 186-5 allows (A.1.3 in its form by increments). The same stream gives the same key.
 */
export function generateRsaKey(context: CallContext, random: HmacDrbg, bits: 2048 | 4096): RsaPrivateKey {
  const half = bits / 2;
  const p = rsaPrime(context, random, half);
  for (;;) {
    const q = rsaPrime(context, random, half);
    if (bitLength(p - q) <= half - 100) continue;
    const d = inverse(RSA_EXPONENT, ((p - 1n) * (q - 1n)) / greatestCommonDivisor(p - 1n, q - 1n));
    if (d !== undefined) return rsaKeyOf({ n: p * q, e: RSA_EXPONENT, d, p, q });
  }
}

/** A DSA key of 2048 and 256 bits, as sprig makes it. */
export function generateDsaKey(context: CallContext, random: HmacDrbg): DsaPrivateKey {
  const q = primeOfBits(context, random, 256, 1n, () => true);
  const p = dsaPrime(context, random, q);
  const cofactor = (p - 1n) / q;
  let g = 1n;
  for (let base = 2n; g === 1n; base++) g = power(base, cofactor, p);
  const x = random.below(q, 256);
  return { kind: "dsa", p, q, g, y: power(g, x, p), x };
}

/** An ECDSA key on P-256, as sprig makes it. */
export function generateEcKey(random: HmacDrbg): EcPrivateKey {
  const curve = CURVES.find(({ name }) => name === "P-256");
  if (curve === undefined) throw new TypeError("there is no P-256");
  return ecKeyOfScalar(curve, random.below(curve.order, curve.bits));
}

/** An Ed25519 key. */
export function generateEd25519Key(random: HmacDrbg): EdwardsPrivateKey {
  return { kind: "ed25519", seed: random.bytes(32) };
}

/** Its two highest bits are set, so that the product of two has twice the bits. */
function rsaPrime(context: CallContext, random: HmacDrbg, bits: number): bigint {
  return primeOfBits(context, random, bits, 3n, (prime) => prime % RSA_EXPONENT !== 1n);
}

/** A prime whose highest bits are `top`. */
function primeOfBits(
  context: CallContext,
  random: HmacDrbg,
  bits: number,
  top: bigint,
  accepts: (prime: bigint) => boolean,
): bigint {
  const free = bits - bitLength(top);
  for (;;) {
    const start = (top << BigInt(free)) | random.bits(free) | 1n;
    const prime = primeFrom(context, start, 2n, SEARCH, accepts);
    if (prime !== undefined && bitLength(prime) === bits) return prime;
  }
}

/** A prime of 2048 bits that is 1 more than a multiple of 2q. */
function dsaPrime(context: CallContext, random: HmacDrbg, q: bigint): bigint {
  for (;;) {
    const start = (1n << 2047n) | random.bits(2047);
    const step = 2n * q;
    const prime = primeFrom(context, start - (start % step) + 1n, step, SEARCH, () => true);
    if (prime !== undefined && bitLength(prime) === 2048) return prime;
  }
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [greater, rest] = [a, b];
  while (rest !== 0n) [greater, rest] = [rest, greater % rest];
  return greater;
}
