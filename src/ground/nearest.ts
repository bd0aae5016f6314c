/** Beyond these bounds a search would take longer than its suggestion is worth. */
const LONGEST_NAME = 64;
const MOST_NAMES = 300;
const MOST_EDITS = 8;

/**
 * The known name that a misspelt one most likely means: the smallest edit distance (insert, delete, replace,
 * swap of neighbours), letter case ignored, at most a third of the length and 8. Undefined where nothing is near,
 * for a name of more than 64 characters, and where more than 300 names are known.
 */
export function nearestName(misspelt: string, known: Iterable<string>): string | undefined {
  const names = namesToCompare(misspelt, known);
  const wanted = lettersOf(misspelt);
  let best: string | undefined;
  let bound = Math.min(MOST_EDITS, Math.max(1, Math.floor(misspelt.length / 3))) + 1;
  for (const name of names) {
    if (Math.abs(name.length - misspelt.length) >= bound) continue;
    const distance = editDistance(wanted, lettersOf(name), bound);
    if (distance >= bound) continue;
    best = name;
    bound = distance;
  }
  return best;
}

function namesToCompare(misspelt: string, known: Iterable<string>): readonly string[] {
  const names: string[] = [];
  if (misspelt.length > LONGEST_NAME) return names;
  for (const name of known) {
    if (names.length === MOST_NAMES) return [];
    names.push(name);
  }
  return names;
}

/** The letters in lower case, behind a first one that is none. */
function lettersOf(name: string): Uint16Array {
  const lower = name.toLowerCase();
  const letters = new Uint16Array(lower.length + 1);
  for (let at = 0; at < lower.length; at++) letters[at + 1] = lower.charCodeAt(at);
  return letters;
}

/** Optimal string alignment distance, row by row; some number from `bound` on where it is not below that. */
function editDistance(a: Uint16Array, b: Uint16Array, bound: number): number {
  let beforeLast = new Uint16Array(b.length);
  let last = new Uint16Array(b.length);
  let current = new Uint16Array(b.length);
  for (let column = 0; column < b.length; column++) last[column] = column;
  for (let row = 1; row < a.length; row++) {
    // No cell is below the least one of the row above it.
    if (fillRow({ a, b, row, bound, current, last, beforeLast }) >= bound) return bound;
    [beforeLast, last, current] = [last, current, beforeLast];
  }
  return cell(last, b.length - 1);
}

interface Row {
  readonly a: Uint16Array;
  readonly b: Uint16Array;
  readonly row: number;
  readonly bound: number;
  readonly current: Uint16Array;
  readonly last: Uint16Array;
  readonly beforeLast: Uint16Array;
}

/** Fills what of a row can be below the bound, with the bound on either side, and tells the least distance in it. */
function fillRow({ a, b, row, bound, current, last, beforeLast }: Row): number {
  const from = Math.max(1, row - bound + 1);
  const to = Math.min(b.length - 1, row + bound - 1);
  const letter = cell(a, row);
  const letterBefore = cell(a, row - 1);
  let left = from === 1 ? row : bound;
  let least = left;
  current[from - 1] = left;
  for (let column = from; column <= to; column++) {
    const other = cell(b, column);
    const replaced = cell(last, column - 1) + (letter === other ? 0 : 1);
    left = Math.min(replaced, cell(last, column) + 1, left + 1);
    if (column > 1 && letterBefore === other && letter === cell(b, column - 1))
      left = Math.min(left, cell(beforeLast, column - 2) + 1);
    current[column] = left;
    least = Math.min(least, left);
  }
  if (to + 1 < b.length) current[to + 1] = bound;
  return least;
}

function cell(array: Uint16Array, position: number): number {
  return array[position] ?? 0;
}
