import { RenderError } from "../ground/diagnostic.ts";
import { LIMITS } from "../ground/limits.ts";
import { checkJoins } from "./check-joins.ts";

/** What becomes of one document of an input. */
export type OutputPart =
  /** It stays as it is. */
  | { readonly kind: "keep"; readonly text: Uint8Array }
  /** These documents take its place; none takes it out. */
  | {
      readonly kind: "replace";
      readonly text: Uint8Array | undefined;
      readonly documents: readonly string[];
    };

const NEWLINE = 10;
const SEPARATOR = "---\n";

/**
 * The bytes of a stream. Documents that stay are not touched; one that takes another's place gets its separator
 * line and the comments that stand before it. A separator is added where a document would have none. Throws
 * RenderError for more than may be written, TypeError for a bug that would glue two documents together.
 */
export function writeManifests(parts: readonly OutputPart[]): Uint8Array[] {
  const writer = new Writer();
  for (const part of parts) {
    if (part.kind === "keep") writer.keep(part.text);
    else
      part.documents.forEach((document, index) => writer.add(document, index === 0 ? part.text : undefined));
  }
  checkJoins(writer.chunks);
  if (writer.length > LIMITS.output) throw tooLarge();
  return writer.chunks;
}

class Writer {
  readonly chunks: Uint8Array[] = [];
  /** Bytes of all chunks. */
  length = 0;
  /** Whether a document has been written to which the next one must not be glued. */
  #open = false;

  keep(text: Uint8Array): void {
    if (text.length === 0) return;
    if (!startsWithSeparator(text)) this.#separate();
    else this.#endLine();
    this.#push(text);
  }

  add(document: string, replaced: Uint8Array | undefined): void {
    const head = replaced === undefined ? "" : headOf(replaced);
    if (head.startsWith("---")) this.#endLine();
    else this.#separate();
    this.#push(new TextEncoder().encode(head + document));
  }

  #separate(): void {
    if (!this.#open) return;
    this.#endLine();
    this.#push(new TextEncoder().encode(SEPARATOR));
  }

  #endLine(): void {
    const last = this.chunks.at(-1);
    if (last !== undefined && last.at(-1) !== NEWLINE) this.chunks.push(Uint8Array.of(NEWLINE));
  }

  /** Documents that stay side by side stay one piece. */
  #push(chunk: Uint8Array): void {
    const last = this.chunks.at(-1);
    if (last?.buffer === chunk.buffer && last.byteOffset + last.length === chunk.byteOffset) {
      const joined = new Uint8Array(last.buffer, last.byteOffset, last.length + chunk.length);
      this.chunks[this.chunks.length - 1] = joined;
    } else this.chunks.push(chunk);
    this.length += chunk.length;
    this.#open = true;
  }
}

function tooLarge(): RenderError {
  return new RenderError({
    code: "LIMIT_EXCEEDED",
    severity: "error",
    message: `Cannot write the output: it has more than ${LIMITS.output / 1024 / 1024} MiB`,
    hint: "Split the input",
  });
}

function startsWithSeparator(text: Uint8Array): boolean {
  return text[0] === 45 && text[1] === 45 && text[2] === 45;
}

/** The separator line of a document and the comments and blank lines right behind it. */
function headOf(text: Uint8Array): string {
  const start = new TextDecoder().decode(text.subarray(0, 4096));
  const [head = ""] = /^(?:---[^\n]*\n)?(?:[ \t]*(?:#[^\n]*)?\r?\n)*/.exec(start) ?? [];
  return head.replaceAll("\r\n", "\n");
}
