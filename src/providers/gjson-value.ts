import type { GoString } from "../go/bytes.ts";
import { formatFloat } from "../go/strconv-format-float.ts";

/** gjson's types; "json" is an object or a list. */
export type GjsonKind = "null" | "false" | "number" | "string" | "true" | "json";

const INTEGER = /^-?[0-9]*$/;

/** A value that was found, as gjson's Result without positions. */
export class GjsonValue {
  readonly kind: GjsonKind;
  /** The value as it is written; empty for a value that does not exist. */
  readonly raw: GoString;
  /** A string without its quotes and escapes. */
  readonly string: GoString;
  /** A number as float64. */
  readonly number: number;

  constructor(kind: GjsonKind, raw: GoString, string: GoString = "", number = 0) {
    this.kind = kind;
    this.raw = raw;
    this.string = string;
    this.number = number;
  }

  /** gjson's Exists: false for what was not found, true for null. */
  get exists(): boolean {
    return this.kind !== "null" || this.raw !== "";
  }

  get isObject(): boolean {
    return this.kind === "json" && this.raw.startsWith("{");
  }

  get isArray(): boolean {
    return this.kind === "json" && this.raw.startsWith("[");
  }

  /**
   * gjson's String: text without escapes, whole numbers as they are written, other numbers in plain decimals,
   * nothing for null, objects and lists as they are written.
   */
  text(): GoString {
    switch (this.kind) {
      case "null":
        return "";
      case "false":
      case "true":
        return this.kind;
      case "string":
        return this.string;
      case "json":
        return this.raw;
      case "number":
        return this.raw !== "" && INTEGER.test(this.raw) ? this.raw : formatFloat(this.number, "f", -1, 64);
    }
  }
}

/** What is not there. */
export const NOTHING = new GjsonValue("null", "");
