import type { GoString } from "./bytes.ts";

/** Whether each underscore in a number stands between two digits, or between a base prefix and a digit. */
export function underscoresFit(number: GoString): boolean {
  const unsigned = number.replace(/^[+-]/, "");
  if (/^0x/i.test(unsigned)) return !/(?<![0-9a-f])_|_(?![0-9a-f])/i.test(`0${unsigned.slice(2)}`);
  const digits = /^0[bo]/i.test(unsigned) ? `0${unsigned.slice(2)}` : unsigned;
  return !/(?<![0-9])_|_(?![0-9])/.test(digits);
}
