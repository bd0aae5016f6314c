import type { GoString } from "./bytes.ts";
import { formatFloat } from "./strconv-format-float.ts";
import { YamlError } from "./yaml-error.ts";
import { printGoSyntax } from "./yaml-go-syntax.ts";
import type { YamlAlias, YamlLimits, YamlMapping, YamlNode, YamlPair, YamlSequence } from "./yaml-node.ts";
import { YAML_LIMITS } from "./yaml-node.ts";
import { parseYaml } from "./yaml-parse.ts";
import type { YamlScalarValue } from "./yaml-scalar.ts";
import { scalarValue } from "./yaml-scalar.ts";

/** A document as sigs.k8s.io/yaml has it before it becomes JSON: keys are text already. */
export type YamlValue = YamlScalarValue | readonly YamlValue[] | ReadonlyMap<GoString, YamlValue>;

/**
 * Reads the first document of a text, as sigs.k8s.io/yaml does; null where there is none. Of equal keys the last
 * one wins; `<<` overwrites what stands above it.
 *
 * @throws {YamlError}
 */
export function decodeYaml(text: GoString, limits: YamlLimits = YAML_LIMITS): YamlValue {
  const root = parseYaml(text, limits);
  return root === undefined ? null : decodeYamlNode(root, limits);
}

/**
 * The value of a node.
 *
 * @throws {YamlError}
 */
export function decodeYamlNode(root: YamlNode, limits: YamlLimits = YAML_LIMITS): YamlValue {
  const decoder = new Decoder(limits);
  const value = decoder.decode(root);
  decoder.finish();
  return value;
}

/** Whether a key takes in the pairs of its value: `<<` without quotes. */
export function isMergeKey(node: YamlNode): boolean {
  return (
    node.kind === "scalar" && node.value === "<<" && (node.implicit || node.tag === "tag:yaml.org,2002:merge")
  );
}

/** The text of a mapping's key; undefined for a key that no text stands for. */
export function mappingKey(key: YamlNode): GoString | undefined {
  const node = key.kind === "alias" ? key.target : key;
  return node.kind === "scalar" ? keyName(scalarValue(node)) : undefined;
}

class Decoder {
  readonly #limits: YamlLimits;
  /** Aliases that are being followed. */
  readonly #following = new Set<YamlAlias>();
  #depth = 0;
  #decoded = 0;
  #decodedInAliases = 0;
  /** What go-yaml lets pass and the step to JSON refuses: the first such key, and the mapping that has it. */
  #unsupported: { readonly mapping: YamlMapping; readonly error: YamlError } | undefined;

  constructor(limits: YamlLimits) {
    this.#limits = limits;
  }

  decode(node: YamlNode): YamlValue {
    this.#count(node);
    if (node.kind === "scalar") return scalarValue(node);
    if (++this.#depth > this.#limits.depth) throw limitError("depthExceeded", node, this.#limits.depth);
    const value = this.#decodeInside(node);
    this.#depth--;
    return value;
  }

  /** @throws {YamlError} for a key that JSON cannot have */
  finish(): void {
    if (this.#unsupported !== undefined) throw this.#unsupported.error;
  }

  #decodeInside(node: YamlAlias | YamlSequence | YamlMapping): YamlValue {
    if (node.kind === "alias") return this.#follow(node, (target) => this.decode(target));
    if (node.kind === "sequence") return node.items.map((item) => this.decode(item));
    const map = new Map<GoString, YamlValue>();
    this.#decodeInto(map, node);
    return map;
  }

  /** Counts a value as go-yaml does, which refuses a text that is for the most part aliases. */
  #count(node: YamlNode): void {
    this.#decoded++;
    if (this.#following.size > 0) this.#decodedInAliases++;
    if (this.#decoded > this.#limits.nodes) throw limitError("nodesExceeded", node, this.#limits.nodes);
    if (this.#decodedInAliases > 100 && this.#decoded > 1000) {
      const ratio = this.#decodedInAliases / this.#decoded;
      if (ratio > allowedAliasRatio(this.#decoded)) throw new YamlError("aliasesExcessive");
    }
  }

  #follow<T>(alias: YamlAlias, decode: (target: YamlAlias["target"]) => T): T {
    if (this.#following.has(alias)) {
      throw new YamlError("anchorRecursive", { line: alias.line + 1 }, alias.anchor);
    }
    this.#following.add(alias);
    const value = decode(alias.target);
    this.#following.delete(alias);
    return value;
  }

  #decodeInto(map: Map<GoString, YamlValue>, mapping: YamlMapping): void {
    for (const pair of mapping.pairs) {
      if (isMergeKey(pair.key)) this.#merge(map, pair.value);
      else {
        const name = this.#decodeKey(pair.key);
        const value = this.decode(pair.value);
        if (name === undefined) this.#refuseKey(mapping, pair);
        else map.set(name, value);
      }
    }
  }

  #decodeKey(node: YamlNode): GoString | undefined {
    const key = this.decode(node);
    if (typeof key !== "object" || key === null) return keyName(key);
    throw new YamlError("keyInvalid", { line: node.line + 1 }, printGoSyntax(node));
  }

  /** Remembers a key that is null or beyond int64; of several in one mapping the last. */
  #refuseKey(mapping: YamlMapping, { key, value }: YamlPair): void {
    if (this.#unsupported !== undefined && this.#unsupported.mapping !== mapping) return;
    const printed = printGoSyntax(key);
    const type = printed === "<nil>" ? "%!s(<nil>)" : "uint64";
    const piece = `${type}, key: ${printed}, value: ${printGoSyntax(value)}`;
    this.#unsupported = { mapping, error: new YamlError("keyUnsupported", { line: key.line + 1 }, piece) };
  }

  /** Takes the pairs of a mapping, or of a list of mappings of which the first counts most. */
  #merge(map: Map<GoString, YamlValue>, node: YamlNode): void {
    if (node.kind === "sequence") {
      for (const item of node.items.toReversed()) this.#mergeOne(map, item);
    } else this.#mergeOne(map, node);
  }

  #mergeOne(map: Map<GoString, YamlValue>, node: YamlNode): void {
    this.#count(node);
    if (node.kind === "mapping") this.#decodeInto(map, node);
    else if (node.kind === "alias" && node.target.kind === "mapping") {
      this.#follow(node, (target) => this.#mergeOne(map, target));
    } else throw new YamlError("mergeValue", { line: node.line + 1 });
  }
}

/** Which part of the values may come from aliases: 99 % in small texts, down to 10 % in very large ones. */
function allowedAliasRatio(decoded: number): number {
  const low = 400_000;
  const high = 4_000_000;
  if (decoded <= low) return 0.99;
  if (decoded >= high) return 0.1;
  return 0.99 - 0.89 * ((decoded - low) / (high - low));
}

function limitError(
  problem: "depthExceeded" | "nodesExceeded",
  { line }: YamlNode,
  limit: number,
): YamlError {
  return new YamlError(problem, { line: line + 1 }, String(limit));
}

const MAX_INT64 = 2n ** 63n - 1n;

/** The text that a key becomes; undefined for null and for what is beyond int64. */
function keyName(key: YamlScalarValue): GoString | undefined {
  if (typeof key === "string") return key;
  if (typeof key === "number") return floatName(formatFloat(key, "g", -1, 32));
  return key === null || (typeof key === "bigint" && key > MAX_INT64) ? undefined : String(key);
}

function floatName(printed: GoString): GoString {
  if (printed === "NaN") return ".nan";
  return printed.endsWith("Inf") ? printed.replace("+", "").replace("Inf", ".inf") : printed;
}
