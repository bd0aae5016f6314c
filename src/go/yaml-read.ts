import { Composer, isAlias, isMap, isScalar, isSeq, Parser } from "yaml";
import type { Alias, Document, Node, Pair, ParsedNode, Scalar as ScalarNode, YAMLMap } from "yaml";

import type { Scalar } from "./yaml-scalar.ts";
import { resolveScalar } from "./yaml-scalar.ts";

/** A value as Kubernetes reads it. Objects have no prototype; integers beyond 2^53 are bigint. */
export type YamlValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue };

/** A document cannot be read. `reason` names no part of its text. */
export class YamlError extends Error {
  override readonly name = "YamlError";
  /** Offset of the place in the text, in UTF-16 units. */
  readonly offset: number;

  constructor(reason: string, offset: number) {
    super(reason);
    this.offset = offset;
  }
}

export interface ReadLimits {
  readonly depth: number;
  readonly nodes: number;
}

/** A document that was read: its value, and where each of its members stands. */
export interface YamlDocument {
  readonly value: YamlValue;
  /** Offset of the member that a path leads to, or of its nearest ancestor that exists. */
  readonly offsetOf: (path: readonly (string | number)[]) => number;
}

/**
 * Reads the first document of a text as Kubernetes does (sigs.k8s.io/yaml over go-yaml v2): YAML 1.1 scalars, keys
 * as strings, later duplicates and merges win. With `texts`, numbers and booleans are printed back, as where go-yaml
 * reads into strings. Throws YamlError.
 */
export function readYaml(
  text: string,
  limits: ReadLimits,
  scalars: "typed" | "texts" = "typed",
): YamlDocument {
  const document = composeYaml(text);
  const reader = new Reader(document, limits, scalars);
  const value = reader.read(document.contents, 0);
  return { value, offsetOf: (path) => reader.offsetOf(path) };
}

/** No scalar is resolved by the parser: everything is text until `Reader` looks at it. */
const OPTIONS = {
  schema: "failsafe",
  uniqueKeys: false,
  merge: false,
  prettyErrors: false,
  logLevel: "silent",
  keepSourceTokens: false,
} as const;

/** The first document of a text as nodes, no scalar resolved. Throws YamlError. */
export function composeYaml(text: string): Document.Parsed<ParsedNode, false> {
  const [document] = new Composer<ParsedNode, false>(OPTIONS).compose(
    new Parser().parse(text),
    true,
    text.length,
  );
  if (document === undefined) throw new YamlError("it is empty", 0);
  const [error] = document.errors;
  if (error !== undefined)
    throw new YamlError(REASONS.get(error.code) ?? "it is not valid YAML", error.pos[0]);
  if (text.startsWith("%")) throw new YamlError("directives are not allowed", 0);
  return document;
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ["BAD_INDENT", "its indentation does not fit"],
  ["TAB_AS_INDENT", "a tab is used as indentation"],
  ["BAD_ALIAS", "an alias is not valid"],
  ["MISSING_CHAR", "a character is missing, such as a closing quote or bracket"],
  ["BLOCK_AS_IMPLICIT_KEY", "a nested mapping is not allowed there"],
  ["BAD_DQ_ESCAPE", "an escape in a double-quoted text does not exist"],
]);

type Members = Map<string | number, Node | null>;

class Reader {
  readonly #document: Document.Parsed<ParsedNode, false>;
  readonly #limits: ReadLimits;
  readonly #members = new Map<Node, Members>();
  readonly #keyOffsets = new Map<Node, Map<string | number, number>>();
  readonly #anchors = new Map<string, Node>();
  #nodes = 0;
  #inKey = false;

  readonly #scalars: "typed" | "texts";

  constructor(document: Document.Parsed<ParsedNode, false>, limits: ReadLimits, scalars: "typed" | "texts") {
    this.#scalars = scalars;
    this.#document = document;
    this.#limits = limits;
  }

  offsetOf(path: readonly (string | number)[]): number {
    let node: Node | null | undefined = this.#document.contents;
    let offset = startOf(node);
    for (const segment of path) {
      const target: Node | null | undefined = isAlias(node) ? this.#anchors.get(node.source) : node;
      const at: number | undefined = target == null ? undefined : this.#keyOffsets.get(target)?.get(segment);
      if (target == null || at === undefined) return offset;
      offset = at;
      node = this.#members.get(target)?.get(segment);
    }
    return offset;
  }

  read(node: Node | null, depth: number): YamlValue {
    if (node === null) return null;
    if (depth > this.#limits.depth) throw new YamlError("it is nested too deeply", startOf(node));
    if (++this.#nodes > this.#limits.nodes) throw new YamlError("it has too many values", startOf(node));
    return isAlias(node) ? this.read(this.#anchored(node), depth + 1) : this.#readNode(node, depth);
  }

  #anchored(alias: Alias): Node {
    const target = this.#anchors.get(alias.source);
    if (target === undefined) throw new YamlError("an alias has no anchor before it", startOf(alias));
    return target;
  }

  #readNode(node: Node, depth: number): YamlValue {
    if ("anchor" in node && typeof node.anchor === "string") this.#anchors.set(node.anchor, node);
    if (isMap(node)) return this.#readMap(node, depth);
    if (isSeq(node)) return this.#readSeq(node, node.items, depth);
    return isScalar(node) ? this.#readScalar(node) : null;
  }

  #readSeq(node: Node, items: readonly unknown[], depth: number): YamlValue {
    const members: Members = new Map();
    const offsets = new Map<string | number, number>();
    this.#members.set(node, members);
    this.#keyOffsets.set(node, offsets);
    return items.map((item, index) => {
      const child = asNode(item);
      members.set(index, child);
      offsets.set(index, startOf(child ?? node));
      return this.read(child, depth + 1);
    });
  }

  #readMap(node: YAMLMap, depth: number): YamlValue {
    const object: Record<string, YamlValue> = Object.create(null) as Record<string, YamlValue>;
    this.#members.set(node, new Map());
    this.#keyOffsets.set(node, new Map());
    for (const pair of node.items) this.#readPair(node, pair, object, depth);
    return object;
  }

  /** go-yaml takes a question mark inside of a flow collection for a key. */
  #refuseFlowKey(node: Node | null, flow: boolean): void {
    if (flow && isScalar(node) && node.type === "PLAIN" && /\?./.test(textOf(node))) {
      throw new YamlError(
        "a text with a question mark needs quotes inside of braces and brackets",
        startOf(node),
      );
    }
  }

  #readPair(node: YAMLMap, pair: Pair, object: Record<string, YamlValue>, depth: number): void {
    const keyNode = asNode(pair.key);
    const valueNode = asNode(pair.value);
    this.#refuseFlowKey(valueNode, node.flow === true);
    if (isMergeKey(keyNode)) {
      this.#merge(valueNode, object, depth);
      return;
    }
    const key = this.#readKey(keyNode, depth);
    this.#members.get(node)?.set(key, valueNode);
    this.#keyOffsets.get(node)?.set(key, startOf(keyNode ?? node));
    object[key] = this.read(valueNode, depth + 1);
  }

  /** `<<`: the members of one map, or of a list of maps of which the first wins. */
  #merge(node: Node | null, object: Record<string, YamlValue>, depth: number): void {
    const value = this.read(node, depth + 1);
    const maps: readonly YamlValue[] = Array.isArray(value) ? value.toReversed() : [value];
    for (const map of maps) {
      if (!isYamlMap(map)) throw new YamlError("a merge key needs a map", startOf(node));
      for (const [key, member] of Object.entries<YamlValue>(map)) object[key] = member;
    }
  }

  /** Keys are resolved even where values are read as texts. */
  #readKeyValue(node: Node | null, depth: number): YamlValue {
    if (!isScalar(node) && !isAlias(node)) return null;
    this.#inKey = true;
    const value = this.read(node, depth + 1);
    this.#inKey = false;
    return value;
  }

  #readKey(node: Node | null, depth: number): string {
    const value = this.#readKeyValue(node, depth);
    if (typeof value === "string") return value;
    if (typeof value === "boolean") return String(value);
    if (typeof value === "bigint") {
      if (value > 2n ** 63n - 1n) throw new YamlError("a number as a key is too large", startOf(node));
      return String(value);
    }
    if (typeof value === "number")
      return Number.isInteger(value) && !isFloatText(node) ? String(value) : printFloat32(value);
    throw new YamlError("a key must be a text, a number or a boolean", startOf(node));
  }

  #readScalar(node: ScalarNode): YamlValue {
    const text = textOf(node);
    const tag = shortTag(node);
    if (tag === "!!binary") return decodeBinary(text, startOf(node));
    if (isText(node, tag)) return text;
    const scalar = resolveScalar(text);
    const allowed = RESOLVED.get(tag);
    if (allowed !== undefined && !allowed.includes(scalar.kind)) {
      throw new YamlError("a value does not fit its tag", startOf(node));
    }
    return this.#scalars === "texts" && !this.#inKey
      ? printScalar(scalar, text)
      : toValue(scalar, text, startOf(node));
  }
}

function shortTag({ tag }: ScalarNode): string {
  return (tag ?? "").replace("tag:yaml.org,2002:", "!!");
}

/** A quoted text is text, but for a tag that makes it something else. */
function isText({ type }: ScalarNode, tag: string): boolean {
  if (tag === "!!str" || tag === "!") return true;
  return type !== "PLAIN" && type !== undefined && !RESOLVED.has(tag);
}

/** Tags that a plain or quoted text must resolve to, and what it may resolve to. */
const RESOLVED: ReadonlyMap<string, readonly Scalar["kind"][]> = new Map([
  ["!!null", ["null"]],
  ["!!bool", ["bool"]],
  ["!!int", ["int"]],
  ["!!float", ["int", "float"]],
] as const);

function isYamlMap(value: YamlValue): value is { readonly [key: string]: YamlValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf({ source, value }: ScalarNode): string {
  return source ?? (typeof value === "string" ? value : "");
}

function toValue(scalar: Scalar, text: string, offset: number): YamlValue {
  switch (scalar.kind) {
    case "null":
      return null;
    case "bool":
      return scalar.value;
    case "int":
      return Number.isSafeInteger(Number(scalar.value)) ? Number(scalar.value) : scalar.value;
    case "float":
      if (!Number.isFinite(scalar.value)) throw new YamlError("infinity and NaN are not allowed", offset);
      return scalar.value;
    case "text":
      return text;
  }
}

function printScalar(scalar: Scalar, text: string): string {
  switch (scalar.kind) {
    case "null":
      return "";
    case "float":
      return printFloat32(scalar.value);
    case "text":
      return text;
    default:
      return String(scalar.value);
  }
}

function decodeBinary(text: string, offset: number): string {
  const compact = text.replaceAll(/\s/g, "");
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(compact)) {
    throw new YamlError("!!binary needs base64", offset);
  }
  return new TextDecoder().decode(Uint8Array.from(atob(compact), (char) => char.charCodeAt(0)));
}

function isMergeKey(node: Node | null): boolean {
  return isScalar(node) && node.type === "PLAIN" && node.value === "<<";
}

function isFloatText(node: Node | null): boolean {
  return isScalar(node) && /[.eE]/.test(String(node.value)) && !/^[-+]?0[xX]/.test(String(node.value));
}

/** A float as go-yaml prints it into a text: with 32 bits, as Go's 'g' does. */
export function printFloat32(value: number): string {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return Number.isNaN(single) ? "NaN" : single > 0 ? "+Inf" : "-Inf";
  let digits = 1;
  while (digits < 9 && Math.fround(Number(single.toPrecision(digits))) !== single) digits++;
  const [mantissa = "", exponent = "0"] = single.toExponential(digits - 1).split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(`${mantissa}e${power}`));
  const sign = power < 0 ? "-" : "+";
  return `${mantissa.replace(/\.?0+$/, "")}e${sign}${String(Math.abs(power)).padStart(2, "0")}`;
}

function asNode(value: unknown): Node | null {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : null;
}

function startOf(node: Node | null | undefined): number {
  return node?.range?.[0] ?? 0;
}
