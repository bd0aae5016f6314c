/**
 * The known name that a misspelt one most likely means: the smallest edit distance (insert, delete, replace,
 * swap of neighbours), letter case ignored, at most a third of the length. Undefined where nothing is near.
 */
export function nearestName(misspelt: string, known: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(misspelt.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const name of known) {
    if (Math.abs(name.length - misspelt.length) >= bestDistance) continue;
    const distance = editDistance(misspelt.toLowerCase(), name.toLowerCase());
    if (distance >= bestDistance) continue;
    best = name;
    bestDistance = distance;
  }
  return best;
}

/** Optimal string alignment distance, row by row. */
function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = nextRow(a, b, row, last, beforeLast);
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
