import { createHash, pbkdf2Sync } from "node:crypto";

import type { CallContext } from "../values.ts";
import { bigIntOfBytes, bytesOfBigInt } from "./big-integers.ts";
import { concatBytes } from "./der-write.ts";

/** The hashes that keystores are derived with. */
export type KdfHash = "sha1" | "sha256" | "sha512";

/** What a derived key is for: the ID byte of RFC 7292, appendix B.3. */
export type KdfPurpose = "key" | "iv" | "mac";

const PURPOSES = { key: 1, iv: 2, mac: 3 } as const;
const SIZES = {
  sha1: { block: 64, digest: 20 },
  sha256: { block: 64, digest: 32 },
  sha512: { block: 128, digest: 64 },
};

/** Iterations of a native PBKDF2 that count as one step. */
const NATIVE_ITERATIONS_PER_STEP = 2;

/**
 * The key derivation of RFC 7292, appendix B.2. Iterations below 1 count as 1. Charges one step for each iteration
 * before it begins.
 */
export function derivePkcs12(
  context: CallContext,
  hash: KdfHash,
  purpose: KdfPurpose,
  password: Uint8Array,
  salt: Uint8Array,
  iterations: bigint,
  size: number,
): Uint8Array {
  const { block, digest } = SIZES[hash];
  const count = Math.ceil(size / digest);
  const rounds = chargedRounds(context, iterations, count);
  const diversifier = new Uint8Array(block).fill(PURPOSES[purpose]);
  let input = concatBytes([repeated(salt, block), repeated(password, block)]);
  const derived: Uint8Array[] = [];
  for (let part = 0; part < count; part++) {
    let bytes: Uint8Array = concatBytes([diversifier, input]);
    for (let round = 0; round < rounds; round++) bytes = createHash(hash).update(bytes).digest();
    derived.push(bytes);
    input = incremented(input, repeated(bytes, block).subarray(0, block));
  }
  return concatBytes(derived).subarray(0, size);
}

/** PBKDF2 with HMAC. Iterations below 1 count as 1. Charges steps for all iterations before it begins. */
export function derivePbkdf2(
  context: CallContext,
  hash: KdfHash,
  password: Uint8Array,
  salt: Uint8Array,
  iterations: bigint,
  size: number,
): Uint8Array {
  const blocks = Math.ceil(size / SIZES[hash].digest);
  const rounds = chargedRounds(context, iterations, blocks / NATIVE_ITERATIONS_PER_STEP);
  return pbkdf2Sync(password, salt, rounds, size, hash);
}

function chargedRounds(context: CallContext, iterations: bigint, stepsEach: number): number {
  const rounds = iterations < 1n ? 1 : Number(iterations);
  context.charge(Math.ceil(rounds * stepsEach));
  return rounds;
}

/** Copies of bytes up to a whole number of blocks; none of nothing. */
function repeated(bytes: Uint8Array, block: number): Uint8Array {
  const length = Math.ceil(bytes.length / block) * block;
  return Uint8Array.from({ length }, (_, at) => bytes[at % bytes.length] ?? 0);
}

/** Each block of the input plus the addend plus one, without the carry out of its first byte. */
function incremented(input: Uint8Array, addend: Uint8Array): Uint8Array {
  const block = addend.length;
  const increment = bigIntOfBytes(addend) + 1n;
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < input.length; at += block) {
    const sum = bigIntOfBytes(input.subarray(at, at + block)) + increment;
    blocks.push(bytesOfBigInt(BigInt.asUintN(block * 8, sum), block));
  }
  return concatBytes(blocks);
}
