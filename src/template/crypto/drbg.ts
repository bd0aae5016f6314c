import { createHmac } from "node:crypto";

import { bigIntOfBytes } from "./big-integers.ts";

const SIZE = 32;

/**
 * HMAC_DRBG with SHA-256 (NIST SP 800-90A): an endless stream of bytes that a seed decides. RFC 6979 draws its
 * nonces from the same construction.
 */
export class HmacDrbg {
  readonly #hash: string;
  #key: Uint8Array;
  #value: Uint8Array;

  /** `hash` is the name of a hash in node:crypto and `size` the number of its bytes. */
  constructor(seed: Uint8Array, hash = "sha256", size: number = SIZE) {
    this.#hash = hash;
    this.#key = new Uint8Array(size);
    this.#value = new Uint8Array(size).fill(1);
    this.#update(seed);
  }

  /** The next bytes. */
  bytes(length: number): Uint8Array {
    const result = new Uint8Array(length);
    for (let at = 0; at < length;) {
      this.#value = this.#hmac(this.#value);
      const part = this.#value.subarray(0, length - at);
      result.set(part, at);
      at += part.length;
    }
    return result;
  }

  /** Mixes the state, which RFC 6979 does between two candidates. */
  reseed(): void {
    this.#key = this.#hmac(this.#value, Uint8Array.of(0));
    this.#value = this.#hmac(this.#value);
  }

  /** A number of this many random bits. */
  bits(count: number): bigint {
    const size = Math.ceil(count / 8);
    return bigIntOfBytes(this.bytes(size)) >> BigInt(size * 8 - count);
  }

  /** A number from 1 to below a bound, each one as likely. */
  below(bound: bigint, bits: number): bigint {
    for (;;) {
      const candidate = this.bits(bits);
      if (candidate > 0n && candidate < bound) return candidate;
    }
  }

  #update(seed: Uint8Array): void {
    for (const step of [0, 1]) {
      this.#key = this.#hmac(this.#value, Uint8Array.of(step), seed);
      this.#value = this.#hmac(this.#value);
    }
  }

  #hmac(...parts: readonly Uint8Array[]): Uint8Array {
    const hmac = createHmac(this.#hash, this.#key);
    for (const part of parts) hmac.update(part);
    return hmac.digest();
  }
}
