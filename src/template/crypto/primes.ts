import { checkPrimeSync } from "node:crypto";

import type { CallContext } from "../values.ts";
import { bytesOfBigInt } from "./big-integers.ts";

/** Odd primes below this are tried by division before a number is tested. */
const SIEVE_BOUND = 1 << 14;

const SMALL_PRIMES = smallPrimes();

/** Steps of one test of a number of 1024 bits; the work grows with the cube of the bits. */
const STEPS_PER_TEST = 200;

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
    if (checkPrimeSync(bytesOfBigInt(candidate))) return candidate;
  }
  return undefined;
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
