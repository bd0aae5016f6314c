import type { GoString } from "../go/bytes.ts";
import { parseInt, parseUint } from "../go/strconv-int.ts";
import { parseFloat } from "../go/strconv-parse-float.ts";
import { unquoteChar } from "../go/strconv-unquote.ts";
import type { NumberNode } from "./nodes.ts";

type Constant = Pick<NumberNode, "int" | "uint" | "float" | "complex">;

/**
 * Reads a constant as every type that can hold it (Go: text/template/parse, newNumber). Undefined for what is not
 * written as a number, and for integers beyond 64 bits.
 */
export function parseNumber(
  kind: "number" | "complex" | "character constant",
  text: GoString,
): Constant | undefined {
  if (kind === "character constant") return parseCharacter(text);
  if (kind === "complex") return parseComplex(text);
  if (text.endsWith("i")) {
    const imaginary = parseFloat(text.slice(0, -1), 64);
    if (imaginary.ok) return complexConstant(0, imaginary.value);
  }
  return parseInteger(text) ?? parseReal(text);
}

function parseCharacter(text: GoString): Constant | undefined {
  const character = unquoteChar(text, 1, "'");
  if (character === undefined || text.slice(character.end) !== "'") return undefined;
  const { rune } = character;
  return { int: BigInt(rune), uint: BigInt(rune), float: rune, complex: undefined };
}

function parseInteger(text: GoString): Constant | undefined {
  const unsigned = parseUint(text, 0, 64);
  const signed = parseInt(text, 0, 64);
  if (!unsigned.ok && !signed.ok) return undefined;
  const int = signed.ok ? signed.value : undefined;
  const uint = unsigned.ok || int === 0n ? unsigned.value : undefined;
  return { int, uint: int === 0n ? 0n : uint, float: Number(int ?? uint), complex: undefined };
}

function parseReal(text: GoString): Constant | undefined {
  const real = parseFloat(text, 64);
  if (!real.ok || !/[.eEpP]/.test(text)) return undefined;
  return { ...integersOf(real.value), float: real.value, complex: undefined };
}

const INT_LIMIT = 2 ** 63;
const UINT_LIMIT = 2 ** 64;

/** A float as the integers that are exactly equal to it. */
function integersOf(float: number): Pick<Constant, "int" | "uint"> {
  const isWhole = Number.isInteger(float);
  return {
    int: isWhole && float >= -INT_LIMIT && float < INT_LIMIT ? BigInt(float) : undefined,
    uint: isWhole && float >= 0 && float < UINT_LIMIT ? BigInt(float) : undefined,
  };
}

const COMPLEX_PART =
  /[-+]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][-+]?[0-9_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eEpP][-+]?[0-9_]*)?)/y;

/** `1+2i`, as fmt.Sscan reads it. */
function parseComplex(text: GoString): Constant | undefined {
  const re = complexPart(text, 0);
  const im = complexPart(text, re.length);
  if (!/^[-+]/.test(im) || text.slice(re.length + im.length) !== "i") return undefined;
  const real = complexFloat(re);
  const imaginary = complexFloat(im);
  return real === undefined || imaginary === undefined ? undefined : complexConstant(real, imaginary);
}

function complexPart(text: GoString, at: number): string {
  COMPLEX_PART.lastIndex = at;
  return COMPLEX_PART.exec(text)?.[0] ?? "";
}

/** A decimal with a binary exponent is a form that only fmt knows: `3p2` is 12. */
function complexFloat(text: string): number | undefined {
  const [mantissa = "", exponent] = /^[-+]?0[xX]/.test(text) ? [text] : text.split("p");
  const value = parseFloat(mantissa, 64);
  if (!value.ok || exponent === undefined) return value.ok ? value.value : undefined;
  const power = parseInt(exponent, 10, 64);
  return power.ok ? value.value * 2 ** Number(power.value) : undefined;
}

/** Only a complex number without an imaginary part is any other number as well. */
function complexConstant(re: number, im: number): Constant {
  if (im !== 0) return { int: undefined, uint: undefined, float: undefined, complex: { re, im } };
  return { ...integersOf(re), float: re, complex: { re, im } };
}
