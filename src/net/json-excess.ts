import { LIMITS } from "../ground/limits.ts";

const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);
const SPACE: ReadonlySet<number> = new Set([0x20, 0x0a, 0x0d, 0x09]);

/**
 * What is too much of the JSON of an answer, as a clause: its nesting, or the keys of all its objects together. One pass
 * over the bytes before anything is made of them. Undefined for other answers: those that begin with no bracket or brace.
 */
export function jsonExcess(body: Uint8Array): string | undefined {
  if (body.length <= LIMITS.answerDepth || !isObjectOrArray(body)) return undefined;
  let depth = 0;
  let keys = 0;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] ?? 0;
    if (byte === QUOTE) at = endOfString(body, at);
    else if (byte === COLON) keys++;
    else if (CLOSING.has(byte)) depth--;
    else if (OPENING.has(byte)) depth++;
    if (depth > LIMITS.answerDepth) return `its JSON is nested more than ${LIMITS.answerDepth} levels deep`;
    if (keys > LIMITS.answerKeys) return `its JSON has more than ${LIMITS.answerKeys} keys`;
  }
  return undefined;
}

function isObjectOrArray(body: Uint8Array): boolean {
  const first = body.find((byte) => !SPACE.has(byte));
  return first !== undefined && OPENING.has(first);
}

/** Where the quote is that ends a string; the end of the body where none does. */
function endOfString(body: Uint8Array, start: number): number {
  for (let from = start + 1; ;) {
    const quote = body.indexOf(QUOTE, from);
    if (quote < 0) return body.length;
    if (!isEscaped(body, quote)) return quote;
    from = quote + 1;
  }
}

/** Whether an odd number of backslashes stands before a byte within a string. */
function isEscaped(body: Uint8Array, at: number): boolean {
  let before = at - 1;
  while (body[before] === BACKSLASH) before--;
  return (at - before) % 2 === 0;
}
