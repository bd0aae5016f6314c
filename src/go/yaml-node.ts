import type { GoString } from "./bytes.ts";

/** A node of a YAML document. `line` counts from 0. */
export type YamlNode = YamlScalar | YamlSequence | YamlMapping | YamlAlias;

export interface YamlScalar {
  readonly kind: "scalar";
  readonly line: number;
  /** The tag in full, such as `tag:yaml.org,2002:str`; empty where there is none. */
  readonly tag: GoString;
  readonly value: GoString;
  /** Whether the value's own looks decide over its type: no tag, no quotes, no block. */
  readonly implicit: boolean;
}

export interface YamlSequence {
  readonly kind: "sequence";
  readonly line: number;
  readonly items: readonly YamlNode[];
}

export interface YamlMapping {
  readonly kind: "mapping";
  readonly line: number;
  readonly pairs: readonly YamlPair[];
}

export interface YamlPair {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

export interface YamlAlias {
  readonly kind: "alias";
  readonly line: number;
  readonly anchor: GoString;
  /** What the anchor stands on: an alias inside its own anchor makes a ring. */
  readonly target: Exclude<YamlNode, YamlAlias>;
}

/** Bounds on what a text may ask for. */
export interface YamlLimits {
  /** Nesting, counted with the aliases followed. */
  readonly depth: number;
  /** Values, counted with the aliases followed. */
  readonly nodes: number;
}

/** Bounds for texts that no one else bounds. go-yaml's own are 10,000 levels. */
export const YAML_LIMITS: YamlLimits = { depth: 1_000, nodes: 1_000_000 };
