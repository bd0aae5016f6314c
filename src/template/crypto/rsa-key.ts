import { FuncError } from "../values.ts";
import { bitLength, inverse, modulo, power } from "./big-integers.ts";
import type { AdditionalPrime, RsaPrivateKey } from "./keys.ts";

/** The numbers of an RSA private key as they were read, before they are checked. */
export interface RsaNumbers {
  readonly n: bigint;
  readonly e: bigint;
  readonly d: bigint;
  readonly p: bigint;
  readonly q: bigint;
  readonly dp?: bigint | undefined;
  readonly dq?: bigint | undefined;
  readonly qInv?: bigint | undefined;
  readonly additionalPrimes?: readonly bigint[];
}

/** The largest modulus in bits: Go has no bound, but a larger one takes seconds to check. */
const MAX_BITS = 16_384;

/**
 * A private key of these numbers, checked as Go's `rsa.PrivateKey.Precompute` and `Validate` do; CRT values are
 * computed unless all three are given. Throws a FuncError for numbers that are no key.
 */
export function rsaKeyOf(numbers: RsaNumbers): RsaPrivateKey {
  if (bitLength(numbers.n) > MAX_BITS) throw refused(`it has more than ${MAX_BITS} bits`);
  checkPublicNumbers(numbers);
  const additionalPrimes = numbers.additionalPrimes ?? [];
  if (additionalPrimes.length > 0) return multiPrimeKey(numbers, additionalPrimes);
  if (numbers.p < 3n || numbers.q < 3n) throw refused("it has no primes");
  const key = { kind: "rsa", additional: [], ...numbers, ...crtValues(numbers) } as const;
  checkCrtValues(key);
  checkDistances(key);
  return key;
}

function checkPublicNumbers({ n, e, d }: RsaNumbers): void {
  if (n <= 1n || n % 2n === 0n) throw refused("its modulus is not an odd number above 1");
  if (d < 0n || d >= n) throw refused("its private exponent is not below its modulus");
  if (e < 2n || e % 2n === 0n || e > 0x7fff_ffffn) throw refused("its public exponent is out of range");
}

function crtValues({ d, p, q, dp, dq, qInv }: RsaNumbers): { dp: bigint; dq: bigint; qInv: bigint } {
  if (dp !== undefined && dq !== undefined && qInv !== undefined) return { dp, dq, qInv };
  return { dp: d % (p - 1n), dq: d % (q - 1n), qInv: power(q, p - 2n, p) };
}

function checkCrtValues({ n, e, d, p, q, dp, dq, qInv }: RsaPrivateKey): void {
  if (p >= n || q >= n || (p * q) % n !== 0n) throw refused("its primes do not make its modulus");
  if (dp !== d % (p - 1n) || (e * dp) % (p - 1n) !== 1n) throw refused("its exponents do not fit together");
  if (dq !== d % (q - 1n) || (e * dq) % (q - 1n) !== 1n) throw refused("its exponents do not fit together");
  if (qInv < 0n || qInv >= p || (qInv * q) % p !== 1n) throw refused("its CRT coefficient is wrong");
}

/** What keeps a key from being factored, or its exponent from being found, by known attacks. */
function checkDistances({ n, d, p, q }: RsaPrivateKey): void {
  const half = Math.floor(bitLength(n) / 2);
  if (p === q || bitLength(p - q) <= half - 100) throw refused("its primes are too close");
  if (bitLength(d) <= half) throw refused("its private exponent is too small");
}

/** A key of three and more primes, of which Go checks only what it needs to compute with it. */
function multiPrimeKey(numbers: RsaNumbers, additionalPrimes: readonly bigint[]): RsaPrivateKey {
  const { n, e, d, p, q } = numbers;
  if ([p, q, ...additionalPrimes].some((prime) => prime <= 1n))
    throw refused("it has a prime that is too small");
  const qInv = inverse(q, p);
  if (qInv === undefined) throw refused("its primes have a common factor");
  let product = p * q;
  const additional: AdditionalPrime[] = [];
  for (const prime of additionalPrimes) {
    const coefficient = inverse(product, prime);
    if (coefficient === undefined) throw refused("its primes have a common factor");
    additional.push({ prime, exponent: modulo(d, prime - 1n), coefficient });
    product *= prime;
  }
  return { kind: "rsa", n, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qInv, additional };
}

function refused(reason: string): FuncError {
  return new FuncError(`the RSA private key is refused: ${reason}`);
}
