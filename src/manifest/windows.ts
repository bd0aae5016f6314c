import type { Buffer } from "node:buffer";

/** A part of a stream that begins where a line begins. Offsets are in bytes of the stream. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A stretch as a text with one character for each byte. */
export interface Window extends Stretch {
  readonly text: string;
}

/** How much is made a text at once. */
const SIZE = 64 * 1024;
const SEPARATOR = "\n---";

/**
 * The documents of a stretch, as many at a time as fit; one that does not fit comes in several windows of whole lines.
 */
export function windowsOf(buffer: Buffer, stretch: Stretch): Generator<Window> {
  return cut(buffer, stretch, "\n");
}

/** The documents of a stretch, as many at a time as fit; one that does not fit is a window by itself. */
export function wholeWindowsOf(buffer: Buffer, stretch: Stretch): Generator<Window> {
  return cut(buffer, stretch, SEPARATOR);
}

/**
 * A window ends behind its last document, or where none ends in it behind the next `mark`, whose first byte is a line
 * feed.
 */
function* cut(buffer: Buffer, { start, end }: Stretch, mark: string): Generator<Window> {
  for (let from = start; from < end;) {
    const to = end - from > SIZE ? windowEnd(buffer, from, mark) : end;
    const until = Math.min(to, end);
    yield { start: from, end: until, text: buffer.toString("latin1", from, until) };
    from = until;
  }
}

function windowEnd(buffer: Buffer, start: number, mark: string): number {
  const full = start + SIZE;
  const separator = buffer.subarray(start, full).lastIndexOf(SEPARATOR, undefined, "latin1");
  if (separator > 0) return start + separator + 1;
  const next = buffer.indexOf(mark, full - SEPARATOR.length, "latin1");
  return next < 0 ? buffer.length : next + 1;
}

const NAME = "external-secrets.io";

/** A stretch of whole documents, and whether it is a single one that names External Secrets. */
export interface Piece extends Stretch {
  readonly isNamed: boolean;
}

/** Cuts a stream into documents that name External Secrets, and what lies between them. */
export function* piecesOf(buffer: Buffer): Generator<Piece> {
  let at = 0;
  while (at < buffer.length) {
    const name = buffer.indexOf(NAME, at, "latin1");
    if (name < 0) break;
    const start = Math.max(at, buffer.lastIndexOf(SEPARATOR, name, "latin1") + 1);
    const next = buffer.indexOf(SEPARATOR, name, "latin1");
    const end = next < 0 ? buffer.length : next + 1;
    if (start > at) yield { start: at, end: start, isNamed: false };
    yield { start, end, isNamed: true };
    at = end;
  }
  if (at < buffer.length) yield { start: at, end: buffer.length, isNamed: false };
}
