import type { GoString } from "../../go/bytes.ts";
import { type Parsed, parseInt } from "../../go/strconv-int.ts";
import { parseFloat } from "../../go/strconv-parse-float.ts";
import { Int, type Value } from "../values.ts";

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** A number wrapped to 64 bits, as Go's arithmetic on int and int64 does. */
export function wrapInt64(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

/**
 * spf13/cast's ToInt64 and ToInt: floats are cut off, and a string is read with its prefix (so that `010` is 8)
 * up to its decimal point. What is no number is 0.
 */
export function toInt64(value: Value): bigint {
  if (value instanceof Int) return wrapInt64(value.value);
  switch (typeof value) {
    case "number":
      return truncated(value);
    case "boolean":
      return value ? 1n : 0n;
    case "string":
      return valueOr(parseInt(integerPart(value), 0, 64), 0n);
    default:
      return 0n;
  }
}

/** spf13/cast's ToFloat64: what is no number, or does not fit, is 0. */
export function toFloat64(value: Value): number {
  if (value instanceof Int) return Number(value.value);
  switch (typeof value) {
    case "number":
      return value;
    case "boolean":
      return value ? 1 : 0;
    case "string":
      return valueOr(parseFloat(value, 64), 0);
    default:
      return 0;
  }
}

function valueOr<T>(parsed: Parsed<T>, otherwise: T): T {
  return parsed.ok ? parsed.value : otherwise;
}

/** Go's conversion on amd64, where what no int64 can hold becomes the least one. */
function truncated(value: number): bigint {
  if (!Number.isFinite(value)) return INT64_MIN;
  const integer = BigInt(Math.trunc(value));
  return integer < INT64_MIN || integer > INT64_MAX ? INT64_MIN : integer;
}

const DECIMAL = /^([-+]?\d*)\.\d*$/;

function integerPart(text: GoString): GoString {
  const integer = DECIMAL.exec(text)?.[1];
  if (integer === undefined) return text;
  return /\d/.test(integer) ? integer : `${integer}0`;
}
