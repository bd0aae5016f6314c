const NEWLINE = 10;
const DASH = 45;

/**
 * Looks at the places where the pieces of an output meet: each begins on a line of its own, and with a separator.
 * Throws TypeError where two documents were glued together.
 */
export function checkJoins(chunks: readonly Uint8Array[]): void {
  let last: Uint8Array | undefined;
  for (const chunk of chunks) {
    const isLineEnd = chunk.length === 1 && chunk[0] === NEWLINE;
    if (last !== undefined && !isLineEnd && !isJoined(last, chunk)) {
      throw new TypeError("Two documents would be written as one");
    }
    if (chunk.length > 0) last = chunk;
  }
}

function isJoined(last: Uint8Array, next: Uint8Array): boolean {
  return last.at(-1) === NEWLINE && (isSeparator(next) || (isSeparator(last) && last.length === 4));
}

function isSeparator(chunk: Uint8Array): boolean {
  return chunk[0] === DASH && chunk[1] === DASH && chunk[2] === DASH;
}
