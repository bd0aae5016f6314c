import { type GoString, goStringOfRunes, runesOf } from "../../go/bytes.ts";
import { type CallContext, type Func, FuncError, type FuncMap, Int, type Value } from "../values.ts";
import { allocateString } from "./allocation.ts";
import { countAt, fixed, integerAt, stringAt } from "./arguments.ts";
import { wrapInt64 } from "./casts.ts";

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join("");

/** Sprig's random functions without those of its crypto group; all draw from the context. */
export const RANDOM_FUNCS: FuncMap = new Map<string, Func>([
  ["randAlphaNum", randomText("randAlphaNum", UPPER + LOWER + DIGITS)],
  ["randAlpha", randomText("randAlpha", UPPER + LOWER)],
  ["randNumeric", randomText("randNumeric", DIGITS)],
  ["randAscii", randomText("randAscii", ASCII)],
  ["randInt", fixed(["int", "int"], randInt)],
  ["shuffle", fixed(["string"], shuffle)],
  ["uuidv4", fixed([], uuidv4)],
]);

/** Text of so many characters of an alphabet; none for a number below 1. */
function randomText(name: string, alphabet: string): Func {
  return fixed(["int"], (args, context) => {
    const count = Math.max(0, countAt(args, 0));
    allocateString(context, count);
    let text = "";
    while (text.length < count) text += drawText(name, alphabet, count - text.length, context);
    return text;
  });
}

/** Bytes beyond the last full run of the alphabet are left out, lest its first letters be likelier. */
function drawText(name: string, alphabet: string, count: number, context: CallContext): GoString {
  const fair = 256 - (256 % alphabet.length);
  let text = "";
  for (const byte of context.random(name, 2 * count)) {
    if (byte < fair && text.length < count) text += alphabet.charAt(byte % alphabet.length);
  }
  return text;
}

/** From the first argument to before the second. Throws a FuncError where nothing is between, as Go panics. */
function randInt(args: readonly Value[], context: CallContext): Value {
  const least = integerAt(args, 0);
  const span = wrapInt64(integerAt(args, 1) - least);
  if (span <= 0n) throw new FuncError("randInt needs a second number above the first");
  return new Int("int", least + (numberOf(context.random("randInt", 16)) % span));
}

function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
}

/** The runes of a string in another order (Fisher and Yates). */
function shuffle(args: readonly Value[], context: CallContext): Value {
  const s = stringAt(args, 0);
  const runes = runesOf(s);
  allocateString(context, s.length);
  if (runes.length < 2) return goStringOfRunes(runes);
  const drawn = context.random("shuffle", DRAW_BYTES * runes.length);
  for (let last = runes.length - 1; last > 0; last--) {
    const draw = numberOf(drawn.subarray(last * DRAW_BYTES, (last + 1) * DRAW_BYTES));
    const other = Number(draw % BigInt(last + 1));
    [runes[last], runes[other]] = [runes[other] ?? 0, runes[last] ?? 0];
  }
  return goStringOfRunes(runes);
}

/** Bytes for one choice: enough that no place is noticeably likelier. */
const DRAW_BYTES = 8;

/** RFC 9562, version 4: all random but the version and the variant. */
function uuidv4(_: readonly Value[], context: CallContext): Value {
  const hex = Array.from(context.random("uuidv4", 16), (byte, index) => {
    const bits = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return bits.toString(16).padStart(2, "0");
  }).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
