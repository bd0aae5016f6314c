import { Buffer } from "node:buffer";

/** A document of a stream, found without reading it as YAML. Offsets are in bytes of the input. */
export interface ScannedDocument {
  /** Where its separator line starts, or its first byte where it has none. */
  readonly start: number;
  /** Where its content starts: behind the separator line. */
  readonly content: number;
  readonly end: number;
  /** The plain values of its only column-0 `apiVersion` and `kind`; undefined where that is not sure. */
  readonly type: DocumentType | undefined;
  /** Nothing but comments and blank lines. */
  readonly empty: boolean;
  /** The separator line holds something else than `---` and a comment, which Kubernetes refuses. */
  readonly badSeparator: boolean;
}

interface DocumentType {
  readonly apiVersion: string;
  readonly kind: string;
}

const NEWLINE = 10;
const SEPARATOR = "---";
const GOOD_SEPARATOR = /^---[ \t]*(?:\r?$|#)/;
const BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

/** Lines with something in column 0, comments apart. A carriage return alone ends a line too. */
const OUTER_LINES = /^[^ \t\r\n#].*/gm;
const OUTER_LINE = /^[^ \t\r\n#]/m;
const INDENTED = /^[ \t]+[^ \t\r\n#]/m;
const TYPE_LINE = /^(apiVersion|kind):[ \t]+(["']?)([A-Za-z][\w./-]*)\2[ \t]*(?:[ \t]#.*)?$/;
const TYPE_KEY = /^(?:apiVersion|kind)[: \t]/;
const PLAIN_START = /^[A-Za-z-]/;

/** NEL, LS and PS in UTF-8: ends of lines for YAML 1.1, and for nobody else. */
const RARE_LINE_ENDS = ["\u00C2\u0085", "\u00E2\u0080\u00A8", "\u00E2\u0080\u00A9"];

/**
 * Cuts a stream into documents at lines that start with `---`, as Kubernetes' YAMLReader does, and recognises what
 * each one is. Joined again, the documents are the input, byte for byte. A document is searched by native code only,
 * since most of a stream is passed through.
 */
export function scanStream(bytes: Uint8Array): ScannedDocument[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const hasRareLineEnds = RARE_LINE_ENDS.some((end) => buffer.includes(end, 0, "latin1"));
  const documents: ScannedDocument[] = [];
  let start = 0;
  for (const end of endsOf(buffer)) {
    const document = scanDocument(buffer, start, end);
    documents.push(hasRareLineEnds ? { ...document, type: undefined } : document);
    start = end;
  }
  return documents;
}

/** Where each document ends, which is where the next one's separator line starts. */
function endsOf(buffer: Buffer): number[] {
  const ends: number[] = [];
  const first = textAt(buffer, 0, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  if (first > 0 && textAt(buffer, first, SEPARATOR)) ends.push(first);
  let at = buffer.indexOf(`\n${SEPARATOR}`, first, "latin1");
  while (at >= 0) {
    ends.push(at + 1);
    at = buffer.indexOf(`\n${SEPARATOR}`, at + 1, "latin1");
  }
  return [...ends, buffer.length];
}

function scanDocument(buffer: Buffer, start: number, end: number): ScannedDocument {
  const hasSeparator = textAt(buffer, start, SEPARATOR);
  const content = hasSeparator ? lineEnd(buffer, start, end) : start;
  const badSeparator = hasSeparator && !GOOD_SEPARATOR.test(firstLine(buffer, start, content));
  const skipped = textAt(buffer, content, BYTE_ORDER_MARK) && start === 0 ? BYTE_ORDER_MARK.length : 0;
  const text = buffer.toString("latin1", content + skipped, end);
  const lines = text.match(OUTER_LINES) ?? [];
  const startsIndented = INDENTED.test(lines.length === 0 ? text : text.slice(0, text.search(OUTER_LINE)));
  const type = startsIndented ? undefined : typeOf(lines);
  return { start, content, end, type, empty: lines.length === 0 && !startsIndented, badSeparator };
}

/** What stands in column 0 says all: inner lines are indented, and a block scalar's are too. */
function typeOf(lines: readonly string[]): DocumentType | undefined {
  const found = new Map<string, string>();
  for (const line of lines) {
    const [, name, , value] = TYPE_LINE.exec(line) ?? [];
    if (name !== undefined && value !== undefined && !found.has(name)) found.set(name, value);
    else if (TYPE_KEY.test(line) || !PLAIN_START.test(line)) return undefined;
  }
  const apiVersion = found.get("apiVersion");
  const kind = found.get("kind");
  return apiVersion === undefined || kind === undefined ? undefined : { apiVersion, kind };
}

/** Behind the line feed of the line that starts at `start`; `end` where it has none. */
function lineEnd(buffer: Buffer, start: number, end: number): number {
  const newline = buffer.indexOf(NEWLINE, start);
  return newline < 0 ? end : Math.min(newline + 1, end);
}

function firstLine(buffer: Buffer, start: number, end: number): string {
  return buffer.toString("latin1", start, Math.min(end, start + 400)).replace(/\n$/, "");
}

function textAt(buffer: Buffer, at: number, text: string): boolean {
  return buffer.toString("latin1", at, at + text.length) === text;
}
