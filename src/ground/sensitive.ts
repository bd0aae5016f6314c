const MARK = "[sensitive]";

/** util.inspect.custom, whose module is not needed for it. */
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/**
 * Bytes of a secret. Every way of printing it (string, JSON, template literal, inspect, clone) gives a mark
 * instead; only `reveal` opens it, and a test lists who calls that.
 */
export class Sensitive {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The UTF-8 bytes of a text. A lone surrogate, which UTF-8 cannot hold, becomes U+FFFD. */
  static ofText(text: string): Sensitive {
    return new Sensitive(new TextEncoder().encode(text));
  }

  /** The bytes themselves: not a copy, so do not write to them. */
  reveal(): Uint8Array {
    return this.#bytes;
  }

  /** How many bytes there are, for limits. Not for messages. */
  get size(): number {
    return this.#bytes.length;
  }

  toString(): string {
    return MARK;
  }

  toJSON(): string {
    return MARK;
  }

  get [Symbol.toStringTag](): string {
    return MARK;
  }

  [Symbol.toPrimitive](): string {
    return MARK;
  }

  [INSPECT](): string {
    return MARK;
  }
}

/** Key to value, as ESO's `map[string][]byte`. */
export type SecretData = ReadonlyMap<string, Sensitive>;
