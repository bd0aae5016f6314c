import type { GoString } from "./bytes.ts";
import { quoteJson } from "./json-quote.ts";
import { TooLongError } from "./too-long-error.ts";

/**
 * A value as Go's encoding/json takes and gives it: null, bool, float64 (number), integer (bigint), string,
 * json.Number (an object with its literal), slice, and map.
 */
export type GoJson =
  | null
  | boolean
  | number
  | bigint
  | GoString
  | { readonly number: GoString }
  | readonly GoJson[]
  | ReadonlyMap<GoString, GoJson>;

/** How to write: with `<`, `>` and `&` escaped (Go's default), and on lines of their own if an indent is given. */
export interface MarshalOptions {
  readonly escapeHtml?: boolean;
  readonly indent?: string;
  /** How long lines may make the text: beyond it a TooLongError is thrown. */
  readonly maxBytes?: number;
}

/** JSON has no text for a value: a float that is not finite, or a json.Number that is no number. */
export class JsonUnsupportedError extends Error {
  override readonly name = "JsonUnsupportedError";
}

/**
 * `json.Marshal`, or `json.MarshalIndent` without a prefix: keys in byte order, U+2028 and U+2029 always escaped,
 * bytes that are not UTF-8 as `\ufffd`. Throws JsonUnsupportedError and TooLongError.
 */
export function marshalJson(value: GoJson, options: MarshalOptions = {}): GoString {
  return new Writer(options).write(value);
}

/** A float64 as encoding/json writes it: an exponent only below 1e-6 and from 1e21 on. Throws JsonUnsupportedError. */
export function formatJsonFloat(value: number): string {
  if (!Number.isFinite(value))
    throw new JsonUnsupportedError("JSON has no text for an infinite float or NaN");
  return Object.is(value, -0) ? "-0" : String(value);
}

/** An array or object that is being written; an object has keys, in the order of its values. */
interface Frame {
  readonly keys: readonly GoString[] | undefined;
  readonly values: readonly GoJson[];
  next: number;
}

/** Writes without recursion: what was read from ten thousand levels can be written again. */
class Writer {
  readonly #escapeHtml: boolean;
  readonly #indent: string | undefined;
  readonly #maxBytes: number;
  readonly #open: Frame[] = [];
  #out = "";

  constructor(options: MarshalOptions) {
    this.#escapeHtml = options.escapeHtml ?? true;
    this.#indent = options.indent;
    this.#maxBytes = options.maxBytes ?? Infinity;
  }

  write(value: GoJson): GoString {
    this.#begin(value);
    for (let frame = this.#open.at(-1); frame !== undefined; frame = this.#open.at(-1)) this.#step(frame);
    return this.#out;
  }

  /** The next member of what is open, or its end. */
  #step(frame: Frame): void {
    const at = frame.next++;
    const value = frame.values[at];
    if (value === undefined) {
      this.#end(frame);
      return;
    }
    if (at > 0) this.#out += ",";
    this.#breakLine();
    const key = frame.keys?.[at];
    if (key !== undefined)
      this.#out += quoteJson(key, this.#escapeHtml) + (this.#indent === undefined ? ":" : ": ");
    this.#begin(value);
  }

  #begin(value: GoJson): void {
    if (isArray(value) || isMap(value)) {
      const frame = frameOf(value);
      this.#out += frame.keys === undefined ? "[" : "{";
      this.#open.push(frame);
    } else {
      this.#out += scalarText(value, this.#escapeHtml);
    }
  }

  #end(frame: Frame): void {
    this.#open.pop();
    if (frame.values.length > 0) this.#breakLine();
    this.#out += frame.keys === undefined ? "]" : "}";
  }

  #breakLine(): void {
    if (this.#indent === undefined) return;
    this.#out += `\n${this.#indent.repeat(this.#open.length)}`;
    if (this.#out.length > this.#maxBytes) throw new TooLongError();
  }
}

/** Members in the byte order of their keys. */
function frameOf(value: Container): Frame {
  if (isArray(value)) return { keys: undefined, values: value, next: 0 };
  // Code units are bytes here, so JavaScript's own order is Go's.
  const keys = [...value.keys()].toSorted();
  return { keys, values: keys.map((key) => value.get(key) ?? null), next: 0 };
}

type Container = readonly GoJson[] | ReadonlyMap<GoString, GoJson>;

function isArray(value: GoJson): value is readonly GoJson[] {
  return Array.isArray(value);
}

function isMap(value: GoJson): value is ReadonlyMap<GoString, GoJson> {
  return value instanceof Map;
}

function scalarText(value: Exclude<GoJson, Container>, escapeHtml: boolean): GoString {
  if (typeof value === "string") return quoteJson(value, escapeHtml);
  if (typeof value === "number") return formatJsonFloat(value);
  return typeof value === "object" && value !== null ? numberText(value.number) : String(value);
}

/** A json.Number is written as it is; an empty one is 0. */
function numberText(literal: GoString): GoString {
  if (literal === "") return "0";
  if (!NUMBER.test(literal)) throw new JsonUnsupportedError("A number literal is not a JSON number");
  return literal;
}

const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
