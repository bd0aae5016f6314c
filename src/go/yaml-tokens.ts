import type { GoString } from "./bytes.ts";
import type { Directive, TagParts } from "./yaml-scan-properties.ts";

/** Tokens that carry nothing but their place. */
export type Mark =
  | "streamEnd"
  | "documentStart"
  | "documentEnd"
  | "blockSequence"
  | "blockMapping"
  | "blockEnd"
  | "flowSequence"
  | "flowSequenceEnd"
  | "flowMapping"
  | "flowMappingEnd"
  | "flowEntry"
  | "blockEntry"
  | "key"
  | "value";

/** A piece of YAML. `line` counts from 0. */
export type Token =
  | { readonly type: Mark; readonly line: number }
  | { readonly type: "alias" | "anchor"; readonly line: number; readonly name: GoString }
  | { readonly type: "tag"; readonly line: number; readonly tag: TagParts }
  | { readonly type: "directive"; readonly line: number; readonly directive: Directive }
  | { readonly type: "scalar"; readonly line: number; readonly value: GoString; readonly plain: boolean };
