import { FuncError } from "../values.ts";
import { bigIntOfBytes } from "./big-integers.ts";

/** One element of DER: its identifier octet, what is in it, and all of it with the header. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly full: Uint8Array;
}

/** A BIT STRING: its bytes, and how many bits of the last one do not belong to it. */
export interface BitString {
  readonly bytes: Uint8Array;
  readonly unused: number;
}

const MAX_INT64 = 0x7fff_ffff_ffff_ffffn;
const MIN_INT64 = -0x8000_0000_0000_0000n;
const MAX_INT32 = 0x7fff_ffff;

/**
 * Reads DER from front to back, as strict as Go's encoding/asn1 and cryptobyte: definite, minimal lengths, minimal
 * integers, tags below 31. What is left unread is no error, as in Go, unless {@link end} is called.
 */
export class DerReader {
  readonly #bytes: Uint8Array;
  readonly #what: string;
  #at = 0;

  /** `what` names the input in messages, such as "the certificate". */
  constructor(bytes: Uint8Array, what: string) {
    this.#bytes = bytes;
    this.#what = what;
  }

  /** Whether all is read. */
  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** Throws a FuncError where something is left unread. */
  end(): void {
    if (!this.done) throw this.malformed("something follows its end");
  }

  /** Whether the next element has this identifier octet. */
  follows(tag: number): boolean {
    return this.#bytes[this.#at] === tag;
  }

  /**
   * Whether the next element has this identifier octet, as encoding/asn1 asks for an optional field: whatever stands
   * there must have the header of an element. Throws a FuncError where it has none.
   */
  offers(tag: number): boolean {
    return !this.done && this.#peekHeader().tag === tag;
  }

  /**
   * Goes into an optional explicit tag, where it is the next one and has an element of this identifier octet inside,
   * which is then the next one. As in encoding/asn1 the wrapper ends where that element does, whatever its length says.
   */
  entersExplicit(number: number, tag: number): boolean {
    if (this.done) return false;
    const start = this.#at;
    const { tag: wrapper, length } = this.#header();
    const isNumber = wrapper === explicitTag(number) || wrapper === contextTag(number);
    if (this.#at === this.#bytes.length || (isNumber && length === 0)) {
      throw this.malformed("it has an explicit tag without an element");
    }
    if (wrapper === explicitTag(number) && this.offers(tag)) return true;
    this.#at = start;
    return false;
  }

  /** The next element, whatever it is. */
  any(): DerElement {
    const start = this.#at;
    const { tag, length } = this.#header();
    const from = this.#at;
    if (length > this.#bytes.length - from) throw this.malformed("it ends too early");
    this.#at = from + length;
    return {
      tag,
      content: this.#bytes.subarray(from, this.#at),
      full: this.#bytes.subarray(start, this.#at),
    };
  }

  /** The next element, which must have this identifier octet. */
  element(tag: number): DerElement {
    const element = this.any();
    if (element.tag !== tag) throw this.malformed("it has another structure");
    return element;
  }

  /** The content of the next element, which must have this identifier octet. */
  content(tag: number): Uint8Array {
    return this.element(tag).content;
  }

  /** The content of the next element if it has this identifier octet; else nothing is read. */
  optional(tag: number): Uint8Array | undefined {
    return this.follows(tag) ? this.content(tag) : undefined;
  }

  /** A reader of the content of the next element, by default a SEQUENCE. */
  inside(tag: number = TAG.sequence): DerReader {
    return new DerReader(this.content(tag), this.#what);
  }

  /** A reader of other bytes of the same input. */
  over(bytes: Uint8Array): DerReader {
    return new DerReader(bytes, this.#what);
  }

  /** An INTEGER of any size. */
  integer(tag: number = TAG.integer): bigint {
    const bytes = this.content(tag);
    const first = bytes[0];
    if (first === undefined) throw this.malformed("it has an integer without digits");
    const second = bytes[1];
    if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) {
      throw this.malformed("it has an integer that is not minimal");
    }
    return BigInt.asIntN(bytes.length * 8, bigIntOfBytes(bytes));
  }

  /** An INTEGER that fits Go's int64. */
  int64(tag: number = TAG.integer): bigint {
    const value = this.integer(tag);
    if (value > MAX_INT64 || value < MIN_INT64) throw this.malformed("it has an integer that is too large");
    return value;
  }

  /** An OBJECT IDENTIFIER in dotted form. */
  oid(): string {
    const numbers = this.#base128Numbers(this.content(TAG.oid));
    const first = numbers.shift();
    if (first === undefined) throw this.malformed("it has an empty object identifier");
    const top = Math.min(Math.floor(first / 40), 2);
    return [top, first - 40 * top, ...numbers].join(".");
  }

  /** A BOOLEAN, which is 0 or 255. */
  boolean(): boolean {
    const bytes = this.content(TAG.boolean);
    if (bytes.length !== 1 || (bytes[0] !== 0 && bytes[0] !== 0xff)) {
      throw this.malformed("it has a boolean that is neither true nor false");
    }
    return bytes[0] === 0xff;
  }

  /** A BIT STRING, whose unused bits must be zero. */
  bitString(): BitString {
    const content = this.content(TAG.bitString);
    const unused = content[0] ?? 8;
    const bytes = content.subarray(1);
    const last = bytes.at(-1) ?? 0;
    if (unused > 7 || (bytes.length === 0 && unused > 0) || (last & ((1 << unused) - 1)) !== 0) {
      throw this.malformed("it has a malformed bit string");
    }
    return { bytes, unused };
  }

  /** A FuncError that says what is wrong with the input. */
  malformed(reason: string): FuncError {
    return new FuncError(`${this.#what} is malformed: ${reason}`);
  }

  #peekHeader(): { tag: number; length: number } {
    const start = this.#at;
    const header = this.#header();
    this.#at = start;
    return header;
  }

  #header(): { tag: number; length: number } {
    const tag = this.#octet();
    if ((tag & 0x1f) === 0x1f) throw this.malformed("it has a tag beyond 30");
    return { tag, length: this.#length() };
  }

  #octet(): number {
    const octet = this.#bytes[this.#at];
    if (octet === undefined) throw this.malformed("it ends too early");
    this.#at++;
    return octet;
  }

  #length(): number {
    const first = this.#octet();
    if (first < 0x80) return first;
    if (first === 0x80 || first > 0x84) throw this.malformed("it has a length that is not DER");
    let length = 0;
    for (let count = first & 0x7f; count > 0; count--) {
      length = length * 256 + this.#octet();
      if (length === 0) throw this.malformed("it has a length that is not minimal");
    }
    if (length < 0x80) throw this.malformed("it has a length that is not minimal");
    return length;
  }

  #base128Numbers(bytes: Uint8Array): number[] {
    const numbers: number[] = [];
    let value = 0;
    let started = false;
    for (const octet of bytes) {
      if (!started && octet === 0x80) throw this.malformed("it has a number that is not minimal");
      value = value * 128 + (octet & 0x7f);
      if (value > MAX_INT32) throw this.malformed("it has a number that is too large");
      started = octet >= 0x80;
      if (started) continue;
      numbers.push(value);
      value = 0;
    }
    if (started) throw this.malformed("it has a number that ends too early");
    return numbers;
  }
}

/** Identifier octets of the universal types. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  t61String: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The identifier octet of a context-specific element that is a value by itself. */
export function contextTag(number: number): number {
  return 0x80 | number;
}

/** The identifier octet of a context-specific element with others inside. */
export function explicitTag(number: number): number {
  return 0xa0 | number;
}
