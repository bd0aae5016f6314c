/** Milliseconds to one decimal. */
export function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
