import type { GoString } from "./bytes.ts";
import { runesOf } from "./bytes.ts";
import { isDigit, isLetter } from "./unicode.ts";

/**
 * Go-yaml v2's order of keys (`keyList.Less`): runs of digits count as numbers, so that `a9` stands before `a10`,
 * and a letter comes after what is none. Go sorts a map in random order by it; where it is no order, for some mixes
 * of numbers, the result there is random, and here that of the byte order sorted once more.
 */
export function sortYamlKeys(keys: Iterable<GoString>): GoString[] {
  const inByteOrder = [...keys].toSorted().map((key) => ({ key, runes: runesOf(key) }));
  return inByteOrder.toSorted((a, b) => compareRunes(a.runes, b.runes)).map(({ key }) => key);
}

function compareRunes(a: readonly number[], b: readonly number[]): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [left, right] = [runeAt(a, at), runeAt(b, at)];
    if (left !== right) return compareFrom(a, b, at, left, right);
  }
  return a.length - b.length;
}

/** The order of two keys that differ at a rune. */
function compareFrom(
  a: readonly number[],
  b: readonly number[],
  at: number,
  left: number,
  right: number,
): number {
  const leftIsLetter = isLetter(left);
  const rightIsLetter = isLetter(right);
  if (leftIsLetter && rightIsLetter) return left - right;
  if (leftIsLetter || rightIsLetter) return rightIsLetter ? -1 : 1;
  const isInsideNumber = (left === ZERO || right === ZERO) && followsNumber(a, at);
  const first = numberFrom(a, at, isInsideNumber);
  const second = numberFrom(b, at, isInsideNumber);
  if (first.value !== second.value) return first.value < second.value ? -1 : 1;
  return first.end === second.end ? left - right : first.end - second.end;
}

const ZERO = 0x30;

/** Whether digits stand before a rune that are not all 0. */
function followsNumber(runes: readonly number[], end: number): boolean {
  for (let at = end - 1; at >= 0 && isDigit(runeAt(runes, at)); at--) {
    if (runeAt(runes, at) !== ZERO) return true;
  }
  return false;
}

/** The run of digits that begins at a rune, as an int64 that wraps, behind a 1 where it goes on a number. */
function numberFrom(
  runes: readonly number[],
  start: number,
  isInsideNumber: boolean,
): { value: bigint; end: number } {
  let value = isInsideNumber ? 1n : 0n;
  let end = start;
  for (; end < runes.length && isDigit(runeAt(runes, end)); end++) {
    value = BigInt.asIntN(64, value * 10n + BigInt(runeAt(runes, end) - ZERO));
  }
  return { value, end };
}

function runeAt(runes: readonly number[], at: number): number {
  return runes[at] ?? 0;
}
