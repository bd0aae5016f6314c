import assert from "node:assert/strict";
import { test } from "node:test";

import { HmacDrbg } from "../../src/template/hmac-drbg.ts";

test("HmacDrbg gives the bytes of NIST's first SHA-256 vector without reseeding", () => {
  const entropy = "ca851911349384bffe89de1cbdc46e6831e44d34a4fb935ee285dd14b71a7488";
  const nonce = "659ba96c601dc69fc902940805ec0ca8";
  const drbg = new HmacDrbg(Buffer.from(entropy + nonce, "hex"), new Uint8Array());
  drbg.generate(128);
  assert.equal(
    Buffer.from(drbg.generate(128)).toString("hex"),
    "e528e9abf2dece54d47c7e75e5fe302149f817ea9fb4bee6f4199697d04d5b89d54fbb978a15b5c443c9ec21036d2460b6f73ebad0dc2aba6e624abf07745bc107694bb7547bb0995f70de25d6b29e2d3011bb19d27676c07162c8b5ccde0668961df86803482cb37ed6d5c0bb8d50cf1f50d476aa0458bdaba806f48be9dcb8",
  );
});

test("HmacDrbg.generate() gives any number of bytes", () => {
  for (const length of [0, 1, 31, 32, 33, 65_536, 65_537]) {
    assert.equal(new HmacDrbg(new Uint8Array(48), new Uint8Array()).generate(length).length, length);
  }
});
