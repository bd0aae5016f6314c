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
const NEWLINE = 10;
const SEPARATOR = "\n---";

/** The whole documents of a stretch, some at a time; a document that is larger than a window in whole lines. */
export function* windowsOf(buffer: Buffer, stretch: Stretch): Generator<Window> {
  let { start } = stretch;
  while (start < stretch.end) {
    const end = windowEnd(buffer, start, stretch.end);
    yield { start, end, text: buffer.toString("latin1", start, end) };
    start = end;
  }
}

function windowEnd(buffer: Buffer, start: number, end: number): number {
  const full = start + SIZE;
  if (full >= end) return end;
  const separator = buffer.lastIndexOf(SEPARATOR, full, "latin1");
  if (separator > start) return separator + 1;
  const next = buffer.indexOf(NEWLINE, full);
  return next < 0 ? end : Math.min(next + 1, end);
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
