import type { Diagnostic } from "../ground/diagnostic.ts";
import { LIMITS } from "../ground/limits.ts";
import { Lines } from "./lines.ts";
import type { Opaque, Source } from "./manifest.ts";
import type { ScannedDocument } from "./scan.ts";
import { scanStream } from "./scan.ts";

/** One input, whole. */
export interface Input {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A document that has to be read: what it is is not plain, or it is of interest. */
export interface Unread {
  readonly kind: "unread";
  /** All of its bytes, the separator line included. */
  readonly text: Uint8Array;
  /** Its bytes behind the separator line. */
  readonly content: Uint8Array;
  readonly source: Source;
}

export type Recognised = Opaque | Unread;

/** The documents of one input, in order. */
export interface RecognisedInput {
  readonly path: string;
  readonly documents: readonly Recognised[];
}

export interface Recognition {
  readonly inputs: readonly RecognisedInput[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Cuts inputs into documents and tells those that pass through from those that have to be read: objects of External
 * Secrets' groups, lists, and whatever does not plainly say what it is. Nothing is parsed.
 */
export function recogniseStream(inputs: readonly Input[]): Recognition {
  const diagnostics: Diagnostic[] = [];
  let count = 0;
  const recognised = inputs.map(({ path, bytes }) => {
    const scanned = scanStream(bytes);
    const lines = new Lines(bytes);
    count += scanned.length;
    const documents = scanned.map((document, index) => {
      const source = lines.sourceAt(path, index, document.content);
      if (document.badSeparator) diagnostics.push(badSeparator(source));
      return recognise(document, bytes, source);
    });
    return { path, documents };
  });
  if (count > LIMITS.documents) diagnostics.push(tooManyDocuments(count));
  return { inputs: recognised, diagnostics };
}

/** Whether an apiVersion is of one of External Secrets' API groups. */
export function isExternalSecretsGroup(apiVersion: string): boolean {
  const group = apiVersion.split("/")[0] ?? "";
  return group === "external-secrets.io" || group.endsWith(".external-secrets.io");
}

function recognise(document: ScannedDocument, bytes: Uint8Array, source: Source): Recognised {
  const text = bytes.subarray(document.start, document.end);
  const { type } = document;
  if (document.empty) return { kind: "opaque", text, source, hint: undefined };
  if (type !== undefined && !type.kind.endsWith("List") && !isExternalSecretsGroup(type.apiVersion)) {
    return { kind: "opaque", text, source, hint: type };
  }
  return { kind: "unread", text, content: bytes.subarray(document.content, document.end), source };
}

function badSeparator({ path, index, line }: Source): Diagnostic {
  return {
    code: "YAML_INVALID",
    severity: "error",
    message: 'Cannot read the line that starts with "---": only blanks or a comment may follow it',
    file: { path, index, line: line - 1 },
    hint: "Begin the document on the next line; indent text that starts with dashes",
  };
}

function tooManyDocuments(count: number): Diagnostic {
  return {
    code: "LIMIT_EXCEEDED",
    severity: "error",
    message: `Cannot read ${count} documents at once: at most ${LIMITS.documents} are allowed`,
    hint: "Split the input",
  };
}
