import { Buffer } from "node:buffer";

import { bitLength } from "./big-integers.ts";
import { TAG } from "./der-read.ts";

/** An element of DER: identifier octet, the shortest length, and the parts one after another. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return concatBytes([Uint8Array.of(tag), derLength(length), ...parts]);
}

/** A SEQUENCE of elements. */
export function derSequence(...elements: readonly Uint8Array[]): Uint8Array {
  return der(TAG.sequence, ...elements);
}

/** A SET OF elements, in the ascending order of their bytes that DER asks for. */
export function derSetOf(elements: readonly Uint8Array[]): Uint8Array {
  return der(TAG.set, ...elements.toSorted((a, b) => Buffer.compare(a, b)));
}

/** An INTEGER. */
export function derInteger(value: bigint): Uint8Array {
  const magnitude = value < 0n ? -value - 1n : value;
  const size = Math.floor(bitLength(magnitude) / 8) + 1;
  const hex = BigInt.asUintN(size * 8, value)
    .toString(16)
    .padStart(size * 2, "0");
  return der(TAG.integer, Buffer.from(hex, "hex"));
}

/** An OBJECT IDENTIFIER from its dotted form. */
export function derOid(dotted: string): Uint8Array {
  const [top = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return der(TAG.oid, Uint8Array.from([top * 40 + second, ...rest].flatMap(base128)));
}

/** An OCTET STRING. */
export function derOctets(bytes: Uint8Array): Uint8Array {
  return der(TAG.octetString, bytes);
}

/** A BIT STRING; by default of whole bytes. */
export function derBits(bytes: Uint8Array, unused = 0): Uint8Array {
  return der(TAG.bitString, Uint8Array.of(unused), bytes);
}

/** NULL. */
export const DER_NULL: Uint8Array = Uint8Array.of(TAG.null, 0);

/** The BOOLEAN true; false is nearly always left out, as the default. */
export const DER_TRUE: Uint8Array = Uint8Array.of(TAG.boolean, 1, 0xff);

/** Bytes one after another, in memory of their own. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function derLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const digits: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Uint8Array.of(0x80 | digits.length, ...digits);
}

function base128(value: number): number[] {
  const digits = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    digits.unshift(0x80 | (rest % 128));
  }
  return digits;
}
