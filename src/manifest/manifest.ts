import type { Located, ResourceRef } from "../ground/diagnostic.ts";
import type { JsonObject } from "../ground/json-value.ts";

/** Where a document stands. */
export interface Source {
  /** The file, `-` for standard input, or what a Helm or kustomize origin comment names. */
  readonly path: string;
  /** Position of the document among the documents of its input, from 0. */
  readonly index: number;
  /** Line of the document's first line in its input, from 1. */
  readonly line: number;
}

/** A document that nothing here needs to understand: it is passed through byte for byte. */
export interface Opaque {
  readonly kind: "opaque";
  /** The document's bytes with everything around it that belongs to it (separator, comments, line ends). */
  readonly text: Uint8Array;
  readonly source: Source;
  /** What it is, where it says so plainly; undefined for a document without an object. */
  readonly hint: { readonly apiVersion: string; readonly kind: string } | undefined;
  /** Cuts a stretch of several documents, none of them a Secret; absent for a single document. */
  readonly documents?: () => readonly Opaque[];
  /** Reads what a List or a document of several objects holds; absent for one object. */
  readonly objects?: () => readonly Parsed[];
}

/** A document (or one item of a split List) that was read. */
export interface Parsed extends Located {
  readonly kind: "parsed";
  readonly ref: ResourceRef;
  readonly object: JsonObject;
  /** As `Opaque.text`; undefined for an item that a List was split into. */
  readonly text: Uint8Array | undefined;
  readonly source: Source;
  /** It was an item of a List, so that `text` is not its own. */
  readonly isListItem: boolean;
  /** The object as a document of its own. */
  print(): string;
}

export type Manifest = Opaque | Parsed;
