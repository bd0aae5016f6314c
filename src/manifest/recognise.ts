import { Buffer } from "node:buffer";

import { isExternalSecretsGroup } from "../eso/api-group.ts";
import type { Diagnostic } from "../ground/diagnostic.ts";
import { LIMITS } from "../ground/limits.ts";
import { DocumentSource, Lines } from "./lines.ts";
import { lookalike } from "./lookalike.ts";
import type { Opaque, Source } from "./manifest.ts";
import { countPlainObjects } from "./plain-objects.ts";
import type { ScannedDocument } from "./scan.ts";
import { scanDocuments } from "./scan.ts";
import type { Stretch, Window } from "./windows.ts";
import { piecesOf, wholeWindowsOf } from "./windows.ts";

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
  const recognisers = inputs.map((input) => new Recogniser(input));
  const count = recognisers.reduce((sum, recogniser) => sum + recogniser.count, 0);
  return {
    inputs: recognisers,
    diagnostics: [
      ...recognisers.flatMap(({ diagnostics }) => diagnostics),
      ...(count > LIMITS.documents ? [tooManyDocuments(count)] : []),
    ],
  };
}

/** What has to be a document of its own: a Secret may be updated in place, and other groups' objects are warned of. */
const OF_INTEREST = /^kind: (?:Cluster)?(?:Secret|ExternalSecret|PushSecret)/m;

class Recogniser implements RecognisedInput {
  readonly path: string;
  readonly documents: Recognised[] = [];
  readonly diagnostics: Diagnostic[] = [];
  /** Documents so far, those inside of stretches too. */
  count = 0;
  readonly #bytes: Uint8Array;
  readonly #lines: Lines;

  constructor({ path, bytes }: Input) {
    this.path = path;
    this.#bytes = bytes;
    this.#lines = new Lines(bytes);
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    for (const piece of piecesOf(buffer)) {
      if (piece.isNamed) this.#addDocuments(piece);
      else for (const window of wholeWindowsOf(buffer, piece)) this.#addWindow(window);
    }
  }

  /** What lies between objects of External Secrets is as a rule of no interest, and is kept in one piece. */
  #addWindow({ text, start, end }: Window): void {
    const objects = countPlainObjects(text);
    if (objects === undefined || OF_INTEREST.test(text)) this.#addDocuments({ start, end });
    else {
      this.documents.push(this.#stretchOf({ start, end }, this.count));
      this.count += objects;
    }
  }

  #stretchOf(stretch: Stretch, index: number): Opaque {
    return {
      kind: "opaque",
      text: this.#bytes.subarray(stretch.start, stretch.end),
      source: new DocumentSource(this.path, index, this.#lines, stretch.start),
      hint: undefined,
      documents: () =>
        this.#recognise(stretch, index)
          .map(({ recognised }) => recognised)
          .filter((document) => document.kind === "opaque"),
    };
  }

  #addDocuments(stretch: Stretch): void {
    for (const { recognised, badSeparator } of this.#recognise(stretch, this.count)) {
      this.documents.push(recognised);
      if (badSeparator) this.diagnostics.push(badSeparatorAt(recognised.source));
      const suspicious = recognised.kind === "opaque" ? lookalike(recognised) : undefined;
      if (suspicious !== undefined) this.diagnostics.push(suspicious);
      this.count++;
    }
  }

  #recognise(stretch: Stretch, firstIndex: number): { recognised: Recognised; badSeparator: boolean }[] {
    return scanDocuments(this.#bytes, stretch).map((document, index) => {
      const source = new DocumentSource(this.path, firstIndex + index, this.#lines, document.content);
      return {
        recognised: recognise(document, this.#bytes, source),
        badSeparator: document.badSeparator,
      };
    });
  }
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

function badSeparatorAt({ path, index, line }: Source): Diagnostic {
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
