import { Buffer } from "node:buffer";

import { windowsOf } from "./windows.ts";

/** A line that is no comment, no separator and not blank. */
const CONTENT = /^(?!---)[ \t]*[^\s#]/m;

/** No line, though it stands in front of the first one. */
const BYTE_ORDER_MARK = /^\xEF\xBB\xBF/;

/** Whether the chunks of a stream, each of them whole lines, hold more than comments, separators and blank lines. */
export function holdsObject(chunks: readonly Uint8Array[]): boolean {
  return chunks.some((chunk) => {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    for (const { text } of windowsOf(buffer, { start: 0, end: buffer.length })) {
      if (CONTENT.test(text.replace(BYTE_ORDER_MARK, ""))) return true;
    }
    return false;
  });
}
