import type { GoString } from "./bytes.ts";
import { fromGoString } from "./bytes.ts";
import type { JsonNode, JsonObject } from "./json-parse.ts";
import type { RepeatedKey } from "./yaml-repeated.ts";

/** Tells where fields of a JSON text stand: a field is where its value begins. */
export class JsonPlaces {
  readonly #root: JsonNode;
  readonly #text: GoString;
  #ends: readonly number[] | undefined;

  constructor(root: JsonNode, text: GoString) {
    this.#root = root;
    this.#text = text;
  }

  /** The line, from 1, of the field at the end of a path of names and positions, or of the nearest above it that exists. */
  lineOf(path: readonly (string | number)[]): number {
    let node = this.#root;
    for (const segment of path) {
      const child = childOf(node, segment);
      if (child === undefined) break;
      node = child;
    }
    return this.#lineAt(node) + 1;
  }

  /** The names that stand in one object more than once, of which the last counts, as for `repeatedKeys` of YAML. */
  repeated(): RepeatedKey[] {
    return this.#repeatedBelow(this.#root, []);
  }

  #repeatedBelow(node: JsonNode, path: RepeatedKey["path"]): RepeatedKey[] {
    const below = childrenOf(node)
      .filter(([, child]) => child.kind === "array" || child.kind === "object")
      .flatMap(([segment, child]) => this.#repeatedBelow(child, [...path, segment]));
    return node.kind === "object" ? [...this.#repeatedIn(node, path), ...below] : below;
  }

  #repeatedIn({ members }: JsonObject, path: RepeatedKey["path"]): Iterable<RepeatedKey> {
    const last = new Map<GoString, JsonNode>();
    const repeated = new Map<GoString, RepeatedKey>();
    for (const [name, value] of members) {
      const before = last.get(name);
      if (before !== undefined) {
        const distance = this.#lineAt(value) - this.#lineAt(before);
        repeated.set(name, { path: [...path, fromGoString(name)], distance });
      }
      last.set(name, value);
    }
    return repeated.values();
  }

  /** How many lines end before a value. */
  #lineAt({ start }: JsonNode): number {
    const ends = (this.#ends ??= endsOfLines(this.#text));
    let [from, to] = [0, ends.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((ends[middle] ?? 0) < start) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

function endsOfLines(text: GoString): number[] {
  const ends: number[] = [];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) ends.push(at);
  return ends;
}

function childrenOf(node: JsonNode): readonly (readonly [segment: string | number, JsonNode])[] {
  if (node.kind === "array") return node.items.map((item, position) => [position, item]);
  if (node.kind !== "object") return [];
  return node.members.map(([name, value]) => [fromGoString(name), value]);
}

function childOf(parent: JsonNode, segment: string | number): JsonNode | undefined {
  if (parent.kind === "array") return typeof segment === "number" ? parent.items[segment] : undefined;
  if (parent.kind !== "object") return undefined;
  return parent.members.findLast(([name]) => fromGoString(name) === String(segment))?.[1];
}
