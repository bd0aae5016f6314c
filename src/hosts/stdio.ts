import { fstatSync, read, writeSync } from "node:fs";

import type { Output } from "./io.ts";
import { InputTooLarge, OutputError } from "./io.ts";

/** How long to wait for a reader that is behind, in ms. */
const PAUSE = 2;
const MOST_AT_ONCE = 1024 * 1024;
const FIRST_BUFFER = 64 * 1024;

/**
 * A file descriptor as an Output. Writes are synchronous, so that a process that ends right after them has written
 * everything; a pipe that is full is waited for.
 */
export function fdOutput(fd: number, isTerminal: boolean): Output {
  return {
    isTerminal,
    write: (...chunks) => {
      for (const chunk of chunks) writeAll(fd, chunk);
    },
  };
}

function writeAll(fd: number, chunk: Uint8Array): void {
  let written = 0;
  while (written < chunk.length) {
    try {
      written += writeSync(fd, chunk, written, Math.min(chunk.length - written, MOST_AT_ONCE));
    } catch (error) {
      if (errorCode(error) !== "EAGAIN") throw new OutputError("Cannot write the output");
      pause();
    }
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
}

/** All bytes of a file descriptor, read without blocking the process. Throws InputTooLarge. */
export async function readAll(fd: number, limit: number): Promise<Uint8Array> {
  let buffer = new Uint8Array(sizeHint(fd, limit));
  let length = 0;
  for (;;) {
    if (length === buffer.length) buffer = grown(buffer);
    const count = await readSome(fd, buffer, length);
    if (count === 0) return buffer.subarray(0, length);
    length += count;
    if (length > limit) throw new InputTooLarge("Cannot read all of the input");
  }
}

/** One byte more than a regular file has, so that its end is seen without growing. */
function sizeHint(fd: number, limit: number): number {
  const stats = fstatSync(fd);
  return stats.isFile() ? Math.min(stats.size, limit) + 1 : FIRST_BUFFER;
}

function grown(buffer: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(buffer.length * 2);
  larger.set(buffer);
  return larger;
}

async function readSome(fd: number, buffer: Uint8Array, at: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  read(fd, buffer, at, buffer.length - at, null, (error, count) => {
    if (error === null) resolve(count);
    else if (error.code === "EOF") resolve(0);
    else if (error.code === "EAGAIN") {
      pause();
      resolve(readSome(fd, buffer, at));
    } else reject(error);
  });
  return promise;
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
