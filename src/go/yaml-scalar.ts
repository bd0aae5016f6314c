import { decodeBase64 } from "./base64.ts";
import type { GoString } from "./bytes.ts";
import { parseFloat } from "./strconv-parse-float.ts";
import { YamlError } from "./yaml-error.ts";
import type { YamlScalar } from "./yaml-node.ts";
import { isTimestamp } from "./yaml-timestamp.ts";

/** A scalar as go-yaml v2 gives it to an `interface{}`: integers are bigint, float64 is number. */
export type YamlScalarValue = null | boolean | bigint | number | GoString;

type Kind = "null" | "bool" | "int" | "float" | "str" | "timestamp" | "merge";

interface Resolved {
  readonly kind: Kind;
  readonly value: YamlScalarValue;
}

const LONG = "tag:yaml.org,2002:";

/** Tags that ask for one of these kinds; any other tag leaves the text as it is. */
const KIND_OF_TAG: ReadonlyMap<GoString, Kind> = new Map(
  (["null", "bool", "int", "float", "str", "timestamp"] as const).map((kind) => [LONG + kind, kind]),
);

/**
 * The value of a scalar node, as go-yaml v2 decodes it into an `interface{}`.
 *
 * @throws {YamlError} where the tag does not fit the text
 */
export function scalarValue(node: YamlScalar): YamlScalarValue {
  const { tag, value } = node;
  if (tag === "") return node.implicit ? resolvePlain(value).value : value;
  if (tag === `${LONG}binary`) return decodeBinary(node);
  const kind = KIND_OF_TAG.get(tag);
  return kind === undefined || kind === "str" ? value : resolveTagged(node, kind);
}

function decodeBinary({ value, line }: YamlScalar): GoString {
  const decoded = decodeBase64(value, "std");
  if (!decoded.ok) throw new YamlError("binaryInvalid", { line: line + 1 });
  return decoded.value;
}

function resolveTagged({ value, line }: YamlScalar, kind: Kind): YamlScalarValue {
  const resolved = kind === "timestamp" && isTimestamp(value) ? TIMESTAMP : resolvePlain(value, kind);
  if (resolved.kind === kind) return kind === "timestamp" ? value : resolved.value;
  if (kind === "float" && typeof resolved.value === "bigint" && isInt64(resolved.value))
    return Number(resolved.value);
  throw new YamlError("tagMismatch", { line: line + 1 }, `!!${resolved.kind} \`${value}\` as a !!${kind}`);
}

const TIMESTAMP: Resolved = { kind: "timestamp", value: null };

function isInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

/** Words that stand for a value, in the letter cases in which they do. */
const WORDS: ReadonlyMap<GoString, Resolved> = new Map([
  ...wordsFor("bool", true, ["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"]),
  ...wordsFor("bool", false, ["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"]),
  ...wordsFor("null", null, ["", "~", "null", "Null", "NULL"]),
  ...wordsFor("float", Number.NaN, [".nan", ".NaN", ".NAN"]),
  ...wordsFor("float", Infinity, [".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"]),
  ...wordsFor("float", -Infinity, ["-.inf", "-.Inf", "-.INF"]),
]);

function wordsFor(kind: Kind, value: YamlScalarValue, words: readonly GoString[]): [GoString, Resolved][] {
  return words.map((word) => [word, { kind, value }]);
}

/** Characters with which something other than text may begin. */
const HINT = /^[-+.\d]/;

/**
 * What a text without quotes is for go-yaml v2 (`resolve`): YAML 1.1's booleans, Go's integers with `_` anywhere,
 * octal by a leading 0, floats; sexagesimals are text, dates too.
 */
export function resolvePlain(text: GoString, wanted?: Kind): Resolved {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (HINT.test(text)) {
    const number = text.startsWith(".") ? resolveFraction(text) : resolveNumber(text, wanted);
    if (number !== undefined) return number;
  }
  return { kind: "str", value: text };
}

function resolveFraction(text: GoString): Resolved | undefined {
  const parsed = parseFloat(text, 64);
  return parsed.ok ? { kind: "float", value: parsed.value } : undefined;
}

function resolveNumber(text: GoString, wanted: Kind | undefined): Resolved | undefined {
  if (wanted === undefined && isTimestamp(text)) return { kind: "timestamp", value: text };
  const plain = text.includes("_") ? text.replaceAll("_", "") : text;
  const integer = parseInteger(plain);
  if (integer !== undefined) return { kind: "int", value: integer };
  return /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(plain) ? finiteFloat(plain) : undefined;
}

/** A float64; a number beyond its range is text. */
function finiteFloat(text: GoString): Resolved | undefined {
  const value = Number(text);
  return Number.isFinite(value) ? { kind: "float", value } : undefined;
}

const MAX_UINT64 = 2n ** 64n - 1n;

/** An integer as Go's base 0 reads it, in the range of int64 or uint64. */
function parseInteger(plain: GoString): bigint | undefined {
  const match = /^([-+]?)(?:(0[xX][\dA-Fa-f]+|0[bB][01]+)|0[oO]?([0-7]+)|(0|[1-9]\d*))$/.exec(plain);
  if (match === null) return parseSignedBinary(plain);
  const [, sign, prefixed, octal, decimal = ""] = match;
  const digits = prefixed ?? (octal === undefined ? decimal : `0o${octal}`);
  const magnitude = BigInt(digits);
  const value = sign === "-" ? -magnitude : magnitude;
  return isInt64(value) || (sign === "" && magnitude <= MAX_UINT64) ? value : undefined;
}

/** `0b` with a sign behind it is an integer for go-yaml alone. */
function parseSignedBinary(plain: GoString): bigint | undefined {
  const match = /^0b([-+])([01]+)$/.exec(plain);
  if (match === null) return undefined;
  const magnitude = BigInt(`0b${match[2] ?? ""}`);
  const value = match[1] === "-" ? -magnitude : magnitude;
  return isInt64(value) ? value : undefined;
}
