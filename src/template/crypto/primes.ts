import { Buffer } from "node:buffer";
import { checkPrimeSync, constants, createPublicKey, publicEncrypt } from "node:crypto";

import type { CallContext } from "../values.ts";
import { bigIntOfBytes, bytesOfBigInt } from "./big-integers.ts";

/** Odd primes below this are tried by division before a number is tested. */
const SIEVE_BOUND = 1 << 14;

const SMALL_PRIMES = smallPrimes();

/** Steps of one test of a number of 1024 bits; the work grows with the cube of the bits. */
const STEPS_PER_TEST = 100;

/** Sizes, in bytes, of numbers that OpenSSL takes as an RSA modulus with any exponent. */
const MIN_MODULUS = 128;
const MAX_MODULUS = 384;

/** So many rounds leave an error far below 2^-128 for random numbers of 1024 bits or more (FIPS 186-5, table B.1). */
const BASES = [2, 3, 5, 7, 11, 13, 17, 19];

/**
 * The first prime among `start`, `start + step`, `start + 2 step` and so on, up to `count` numbers; undefined where
 * there is none. Charges each test before it is done. An error is less likely than 2^-128.
 */
export function primeFrom(
  context: CallContext,
  start: bigint,
  step: bigint,
  count: number,
  accepts: (prime: bigint) => boolean,
): bigint | undefined {
  const isComposite = sieve(start, step, count);
  const bytes = start.toString(16).length / 2;
  for (let at = 0; at < count; at++) {
    if (isComposite[at] === 1) continue;
    const candidate = start + step * BigInt(at);
    if (!accepts(candidate)) continue;
    context.charge(Math.ceil(STEPS_PER_TEST * (bytes / 128) ** 3));
    if (isPrime(candidate)) return candidate;
  }
  return undefined;
}

function isPrime(candidate: bigint): boolean {
  const bytes = bytesOfBigInt(candidate);
  if (bytes.length < MIN_MODULUS || bytes.length > MAX_MODULUS) return checkPrimeSync(bytes);
  return BASES.every((base) => passesMillerRabin(candidate, base));
}

/** Miller and Rabin's test of an odd number. */
function passesMillerRabin(n: bigint, base: number): boolean {
  const last = n - 1n;
  let odd = last >> 1n;
  let halvings = 1;
  for (; (odd & 1n) === 0n; odd >>= 1n) halvings++;
  let power = powerByRsa(base, odd, n);
  if (power === 1n) return true;
  for (; halvings > 1 && power !== last; halvings--) power = (power * power) % n;
  return power === last;
}

/** Power modulo n by RSA's own operation: BigInt takes ten times as long, OpenSSL's test of a prime sixty. */
function powerByRsa(base: number, exponent: bigint, n: bigint): bigint {
  const modulus = bytesOfBigInt(n);
  const jwk = { kty: "RSA", n: base64Url(modulus), e: base64Url(bytesOfBigInt(exponent)) };
  const padded = new Uint8Array(modulus.length);
  padded[padded.length - 1] = base;
  const key = createPublicKey({ key: jwk, format: "jwk" });
  return bigIntOfBytes(publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, padded));
}

function base64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}

/** Marks the numbers that have a small factor. */
function sieve(start: bigint, step: bigint, count: number): Uint8Array {
  const isComposite = new Uint8Array(count);
  for (const prime of SMALL_PRIMES) {
    const [remainder, stride] = [Number(start % BigInt(prime)), Number(step % BigInt(prime))];
    if (stride === 0) {
      if (remainder === 0) isComposite.fill(1);
      continue;
    }
    for (let at = firstMultiple(remainder, stride, prime); at < count; at += prime) isComposite[at] = 1;
  }
  return isComposite;
}

/** The first index at which `remainder + index * stride` is a multiple of a prime. */
function firstMultiple(remainder: number, stride: number, prime: number): number {
  return ((prime - remainder) * inverseBySmallPrime(stride, prime)) % prime;
}

function inverseBySmallPrime(value: number, prime: number): number {
  let [previous, rest, earlier, factor] = [prime, value, 0, 1];
  while (rest > 1) {
    const quotient = Math.floor(previous / rest);
    [previous, rest] = [rest, previous - quotient * rest];
    [earlier, factor] = [factor, earlier - quotient * factor];
  }
  return factor < 0 ? factor + prime : factor;
}

function smallPrimes(): number[] {
  const isComposite = new Uint8Array(SIEVE_BOUND);
  const primes: number[] = [];
  for (let value = 3; value < SIEVE_BOUND; value += 2) {
    if (isComposite[value] === 1) continue;
    primes.push(value);
    for (let multiple = value * value; multiple < SIEVE_BOUND; multiple += value) isComposite[multiple] = 1;
  }
  return primes;
}
