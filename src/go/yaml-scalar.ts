/** What a plain scalar of YAML 1.1 stands for, as go-yaml v2 resolves it. */
export type Scalar =
  | { readonly kind: "null" }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "text" };

const TRUE = new Set(["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"]);
const FALSE = new Set(["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"]);
const NULL = new Set(["", "~", "null", "Null", "NULL"]);
const INFINITY = /^([-+]?)\.(?:inf|Inf|INF)$/;
const NAN = new Set([".nan", ".NaN", ".NAN"]);
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INT64_MIN = -(2n ** 63n);
const UINT64_MAX = 2n ** 64n - 1n;

/** Resolves a plain scalar (go-yaml v2: resolve). */
export function resolveScalar(source: string): Scalar {
  if (NULL.has(source)) return { kind: "null" };
  if (TRUE.has(source)) return { kind: "bool", value: true };
  if (FALSE.has(source)) return { kind: "bool", value: false };
  return resolveNumber(source) ?? { kind: "text" };
}

function resolveNumber(source: string): Scalar | undefined {
  const infinity = INFINITY.exec(source);
  if (infinity !== null) return { kind: "float", value: infinity[1] === "-" ? -Infinity : Infinity };
  if (NAN.has(source)) return { kind: "float", value: NaN };
  if (!/^[-+.0-9]/.test(source)) return undefined;
  const digits = source.replaceAll("_", "");
  const int = parseInteger(digits);
  if (int !== undefined && int >= INT64_MIN && int <= UINT64_MAX) return { kind: "int", value: int };
  if (!FLOAT.test(digits)) return undefined;
  const float = Number(digits);
  return Number.isFinite(float) ? { kind: "float", value: float } : undefined;
}

/** Go's strconv.ParseInt with base 0, and go-yaml's own `0b` and `0o`. */
function parseInteger(digits: string): bigint | undefined {
  const match = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/.exec(digits);
  if (match === null) return undefined;
  const [, sign, hex, binary, octal, decimal] = match;
  const value = BigInt(
    hex !== undefined
      ? `0x${hex}`
      : binary !== undefined
        ? `0b${binary}`
        : octal !== undefined
          ? `0o${octal}`
          : (decimal ?? "0"),
  );
  return sign === "-" ? -value : value;
}
