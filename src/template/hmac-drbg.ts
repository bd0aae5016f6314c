import { createHmac } from "node:crypto";

/** The most bytes that one request may ask for (NIST SP 800-90A, table 2: 2^19 bits). */
const MAX_REQUEST = 65_536;

/** HMAC_DRBG with SHA-256 (NIST SP 800-90A, 10.1.2), without reseeding and additional input. */
export class HmacDrbg {
  #key = new Uint8Array(32);
  #value = new Uint8Array(32).fill(1);

  /** `material` is the entropy input and the nonce, one after the other. */
  constructor(material: Uint8Array, personalization: Uint8Array) {
    this.#update(material, personalization);
  }

  /** The next bytes. */
  generate(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let start = 0; start < length; start += MAX_REQUEST) {
      this.#request(bytes.subarray(start, start + MAX_REQUEST));
    }
    return bytes;
  }

  #request(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += 32) {
      this.#value = this.#hmac(this.#value);
      bytes.set(this.#value.subarray(0, bytes.length - at), at);
    }
    this.#update();
  }

  #update(...data: readonly Uint8Array[]): void {
    this.#key = this.#hmac(this.#value, Uint8Array.of(0), ...data);
    this.#value = this.#hmac(this.#value);
    if (data.length === 0) return;
    this.#key = this.#hmac(this.#value, Uint8Array.of(1), ...data);
    this.#value = this.#hmac(this.#value);
  }

  #hmac(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
    const hmac = createHmac("sha256", this.#key);
    for (const part of parts) hmac.update(part);
    return new Uint8Array(hmac.digest());
  }
}
