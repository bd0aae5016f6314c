import { decodeBase64, encodeBase64 } from "../../go/base64.ts";
import { bytesOfGoString, type GoString, goStringOfBytes } from "../../go/bytes.ts";
import { isSpace } from "../../go/unicode.ts";
import { trimWhere } from "../funcs/runes.ts";

/** A block of PEM (Go: `pem.Block`). */
export interface PemBlock {
  /** What stands between `-----BEGIN ` and `-----`. */
  readonly type: GoString;
  readonly headers: ReadonlyMap<GoString, GoString>;
  readonly bytes: Uint8Array;
}

/** The first block, if there is one, and what follows it; without a block, the whole input. */
export interface DecodedPem {
  readonly block: PemBlock | undefined;
  readonly rest: GoString;
}

const BEGIN = "-----BEGIN ";
const END = "\n-----END ";
const DASHES = "-----";

/**
 * Go's `pem.Decode`: finds the first END line and the last BEGIN line before it, skips blocks that are malformed,
 * and allows spaces and tabs where Go does.
 */
export function decodePem(data: GoString): DecodedPem {
  let from = 0;
  for (;;) {
    const end = data.indexOf(END, from);
    if (end < 0) return { block: undefined, rest: data };
    const begin = data.slice(from, end).lastIndexOf(BEGIN);
    const isLineStart = begin === 0 || (begin > 0 && data.charAt(from + begin - 1) === "\n");
    const attempt = isLineStart
      ? decodeBlock(data, from + begin + BEGIN.length, end)
      : { next: end + END.length };
    if (attempt === undefined) return { block: undefined, rest: data };
    if (attempt.block !== undefined) return { block: attempt.block, rest: data.slice(attempt.next) };
    from = attempt.next;
  }
}

/** The blocks of a text in order, as a loop over Go's `pem.Decode` gives them, and what remains behind them. */
export function decodePemBlocks(data: GoString): { blocks: PemBlock[]; rest: GoString } {
  const blocks: PemBlock[] = [];
  let rest = data;
  for (;;) {
    const decoded = decodePem(rest);
    rest = decoded.rest;
    if (decoded.block === undefined) return { blocks, rest };
    blocks.push(decoded.block);
  }
}

/**
 * Go's `pem.Encode`: lines of 64 characters, headers sorted with Proc-Type first. A header's name never has a colon
 * here, which is the one thing that Go refuses.
 */
export function encodePem(block: PemBlock): GoString {
  const lines = encodeBase64(goStringOfBytes(block.bytes), "std").match(/.{1,64}/g) ?? [];
  const body = lines.map((line) => `${line}\n`).join("");
  return `${BEGIN}${block.type}-----\n${encodeHeaders(block.headers)}${body}${END.slice(1)}${block.type}-----\n`;
}

/** A block of this type without headers, as text. */
export function pemOf(type: GoString, bytes: Uint8Array): GoString {
  return encodePem({ type, headers: new Map(), bytes });
}

function encodeHeaders(headers: ReadonlyMap<GoString, GoString>): GoString {
  if (headers.size === 0) return "";
  const sorted = [...headers].toSorted(([a], [b]) => (headerRank(a) < headerRank(b) ? -1 : 1));
  return `${sorted.map(([name, value]) => `${name}: ${value}\n`).join("")}\n`;
}

function headerRank(name: GoString): string {
  return name === "Proc-Type" ? "" : `:${name}`;
}

/** A block, or where to look for another one. */
interface Attempt {
  readonly block?: PemBlock;
  readonly next: number;
}

/**
 * Reads the block whose type begins at an offset and whose END line is preceded by the line feed at `end`. Gives
 * undefined where Go gives up on the whole input.
 */
function decodeBlock(data: GoString, typeStart: number, end: number): Attempt | undefined {
  const failed = { next: end + END.length };
  const typeLine = lineAt(data, typeStart);
  if (!typeLine.text.endsWith(DASHES)) return failed;
  const type = typeLine.text.slice(0, -DASHES.length);
  const read = readHeaders(data, typeLine.next);
  if (read === undefined) return undefined;
  if (failed.next < read.next) return undefined;
  if (read.headers.size > 0 && end < read.next) return failed;
  const trailer = `${type}${DASHES}`;
  if (!data.startsWith(trailer, failed.next)) return failed;
  const last = lineAt(data, failed.next + trailer.length);
  if (last.text !== "") return failed;
  const bytes = decodeBody(data.slice(read.next, Math.max(read.next, end)));
  return bytes === undefined ? failed : { block: { type, headers: read.headers, bytes }, next: last.next };
}

function readHeaders(
  data: GoString,
  from: number,
): { headers: Map<GoString, GoString>; next: number } | undefined {
  const headers = new Map<GoString, GoString>();
  let at = from;
  for (;;) {
    if (at === data.length) return undefined;
    const line = lineAt(data, at);
    const colon = line.text.indexOf(":");
    if (colon < 0) return { headers, next: at };
    headers.set(
      trimWhere(line.text.slice(0, colon), isSpace),
      trimWhere(line.text.slice(colon + 1), isSpace),
    );
    at = line.next;
  }
}

function decodeBody(text: GoString): Uint8Array | undefined {
  const decoded = decodeBase64(text.replace(/[ \t]+/g, ""), "std");
  return decoded.ok ? bytesOfGoString(decoded.value) : undefined;
}

/** A line without its end, spaces and tabs, and where the next one begins. */
function lineAt(data: GoString, start: number): { text: GoString; next: number } {
  const feed = data.indexOf("\n", start);
  const next = feed < 0 ? data.length : feed + 1;
  let end = feed < 0 ? data.length : feed;
  if (feed > start && data.charAt(feed - 1) === "\r") end--;
  while (end > start && (data.charAt(end - 1) === " " || data.charAt(end - 1) === "\t")) end--;
  return { text: data.slice(start, end), next };
}
