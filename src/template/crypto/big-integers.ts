import { Buffer } from "node:buffer";

/** An unsigned big-endian number; 0 for no bytes. */
export function bigIntOfBytes(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  return BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex")}`);
}

/**
 * A number that is not negative in big-endian bytes, padded in front to `size`; without a size the fewest bytes,
 * which is none for 0. Throws a RangeError where it does not fit.
 */
export function bytesOfBigInt(value: bigint, size: number = byteLength(value)): Uint8Array {
  if (value < 0n || byteLength(value) > size) throw new RangeError("the number does not fit");
  const hex = value.toString(16).padStart(size * 2, "0");
  return new Uint8Array(Buffer.from(size === 0 ? "" : hex, "hex"));
}

/** The number of bytes of its magnitude. */
export function byteLength(value: bigint): number {
  return Math.ceil(bitLength(value) / 8);
}

/** The number of bits of its magnitude: 0 for 0. */
export function bitLength(value: bigint): number {
  if (value === 0n) return 0;
  const hex = (value < 0n ? -value : value).toString(16);
  return hex.length * 4 - Math.clz32(Number.parseInt(hex.charAt(0), 16)) + 28;
}

/** The remainder that is not negative. */
export function modulo(value: bigint, modulus: bigint): bigint {
  const remainder = value % modulus;
  return remainder < 0n ? remainder + modulus : remainder;
}

/** The inverse of a value by a modulus, or undefined where they have a common factor. */
export function inverse(value: bigint, modulus: bigint): bigint | undefined {
  let [previous, rest] = [modulus, modulo(value, modulus)];
  let [earlier, factor] = [0n, 1n];
  while (rest !== 0n) {
    const quotient = previous / rest;
    [previous, rest] = [rest, previous - quotient * rest];
    [earlier, factor] = [factor, earlier - quotient * factor];
  }
  return previous === 1n ? modulo(earlier, modulus) : undefined;
}

/** A power by a modulus. Its time depends on the numbers. */
export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n % modulus;
  let square = modulo(base, modulus);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
