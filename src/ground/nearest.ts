/** Beyond these bounds a search would take longer than its suggestion is worth. */
const LONGEST_NAME = 64;
const MOST_NAMES = 300;

/**
 * The known name that a misspelt one most likely means: the smallest edit distance (insert, delete, replace,
 * swap of neighbours), letter case ignored, at most a third of the length. Undefined where nothing is near, for a
 * name of more than 64 characters, and where more than 300 names are known.
 */
export function nearestName(misspelt: string, known: Iterable<string>): string | undefined {
  const names = namesToCompare(misspelt, known);
  let best: string | undefined;
  let bound = Math.max(1, Math.floor(misspelt.length / 3)) + 1;
  for (const name of names) {
    const distance = editDistance(misspelt.toLowerCase(), name.toLowerCase(), bound);
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

/** Optimal string alignment distance, row by row; some number from `bound` on where it is not below that. */
function editDistance(a: string, b: string, bound: number): number {
  if (Math.abs(a.length - b.length) >= bound) return bound;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = nextRow(a, b, row, last, beforeLast);
    // No cell is below the least one of the row above it.
    if (current.every((distance) => distance >= bound)) return bound;
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

function nextRow(
  a: string,
  b: string,
  row: number,
  last: readonly number[],
  beforeLast: readonly number[],
): number[] {
  const current = [row];
  for (let column = 1; column <= b.length; column++) {
    const replaced = cell(last, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
    const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
    current.push(
      Math.min(
        cell(last, column) + 1,
        cell(current, column - 1) + 1,
        replaced,
        swapped ? cell(beforeLast, column - 2) + 1 : replaced,
      ),
    );
  }
  return current;
}

function cell(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
