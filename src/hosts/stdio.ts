import { Buffer } from "node:buffer";
import { fstatSync, writeSync } from "node:fs";

import type { Output } from "./io.ts";
import { InputTooLarge, InputUnreadable, OutputError } from "./io.ts";
import { readDescriptor } from "./read-file.ts";

/** How long to wait for a reader that is behind, in ms. */
const PAUSE = 2;
const MOST_AT_ONCE = 1024 * 1024;
const BLOCK = 256 * 1024;

/**
 * A file descriptor as an Output. Writes are synchronous, so that a process that ends right after them has written
 * everything; a pipe that is full is waited for.
 */
export function fdOutput(fd: number, isTerminal: (fd: number) => boolean): Output {
  return {
    get isTerminal() {
      return isTerminal(fd);
    },
    write: (...chunks) => {
      for (const block of joined(chunks)) writeAll(fd, block);
    },
  };
}

/** Small chunks are joined: a call to the system for each would cost more than the copy. */
function* joined(chunks: readonly Uint8Array[]): Generator<Uint8Array> {
  const total = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const block = new Uint8Array(Math.min(BLOCK, total));
  let filled = 0;
  for (const chunk of chunks) {
    if (filled + chunk.length > block.length) {
      yield block.subarray(0, filled);
      filled = 0;
    }
    if (chunk.length > block.length) yield chunk;
    else {
      block.set(chunk, filled);
      filled += chunk.length;
    }
  }
  yield block.subarray(0, filled);
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

/** Whether a file descriptor is a device such as a terminal; false for one that is closed. */
export function isCharacterDevice(fd: number): boolean {
  try {
    return fstatSync(fd).isCharacterDevice();
  } catch {
    return false;
  }
}

/**
 * All bytes of a file descriptor. Of anything but a regular file `open` gives the stream: a read that waits in a
 * thread would keep the process from ending. Throws InputTooLarge, and InputUnreadable.
 */
export async function readAll(
  fd: number,
  limit: number,
  open: () => AsyncIterable<Uint8Array>,
): Promise<Uint8Array> {
  try {
    const stats = fstatSync(fd);
    if (stats.isDirectory()) throw new InputUnreadable("Cannot read a directory");
    return stats.isFile() ? readFile(fd, stats.size, limit) : await readStream(open(), limit);
  } catch (error) {
    throw errorCode(error) === undefined ? error : new InputUnreadable("Cannot read the input");
  }
}

function readFile(fd: number, size: number, limit: number): Uint8Array {
  const bytes = readDescriptor(fd, size, limit);
  if (bytes === undefined) throw tooLarge();
  return bytes;
}

async function readStream(stream: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limit) throw tooLarge();
  }
  return Buffer.concat(chunks, length);
}

function tooLarge(): InputTooLarge {
  return new InputTooLarge("Cannot read all of the input");
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
