/** A piece of a text, by offsets, and what stands in its place. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A text after its edits, which do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const { start, end, text: replacement } of edits.toSorted(
    (a, b) => a.start - b.start || a.end - b.end,
  )) {
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}

/** Moves the lines that begin between two offsets by so many columns; blank lines stay as they are. */
export function shiftLines(text: string, start: number, end: number, columns: number): Edit[] {
  const edits: Edit[] = [];
  for (let at = text.indexOf("\n", start) + 1; at > 0 && at < end; at = text.indexOf("\n", at) + 1) {
    const indent = /^ */.exec(text.slice(at))?.[0].length ?? 0;
    if (/^[\r\n]/.test(text.slice(at + indent))) continue;
    if (columns > 0) edits.push({ start: at, end: at, text: " ".repeat(columns) });
    else edits.push({ start: at, end: at + Math.min(indent, -columns), text: "" });
  }
  return edits;
}

/** Takes a piece out, and with it the line on which it leaves nothing behind. */
export function removePiece(text: string, start: number, end: number): Edit {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const nextLine = text.indexOf("\n", end) + 1 || text.length;
  const isAlone = text.slice(lineStart, start).trim() === "" && text.slice(end, nextLine).trim() === "";
  return isAlone ? { start: lineStart, end: nextLine, text: "" } : { start, end, text: "" };
}

/** How far from the beginning of its line an offset is. */
export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

/** Line of an offset, from 1. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
