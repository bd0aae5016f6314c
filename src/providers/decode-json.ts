import type { GoString } from "../go/bytes.ts";
import type { GoJson } from "../go/json-marshal.ts";
import type { JsonNode } from "../go/json-parse.ts";
import { jsonNumberToFloat } from "../go/json-parse.ts";

/**
 * A JSON value as Go decodes it into `any`: numbers as float64, of members with one name the last. Undefined
 * where a number is beyond float64, which Go refuses.
 */
export function decodedValueOf(node: JsonNode): GoJson | undefined {
  const decoder = new Decoder(finiteNumber);
  const value = decoder.begin(node);
  return decoder.fill() ? value : undefined;
}

/** The members of a JSON object as Go decodes them into `map[string]any`; undefined as for `decodedValueOf`. */
export function decodedMembersOf(
  members: readonly (readonly [GoString, JsonNode])[],
): ReadonlyMap<GoString, GoJson> | undefined {
  const decoder = new Decoder(finiteNumber);
  const decoded = decoder.beginMap(members);
  return decoder.fill() ? decoded : undefined;
}

/** A JSON value as Vault's client decodes it: numbers keep the literal that was sent (json.Number). */
export function literalValueOf(node: JsonNode): GoJson {
  const decoder = new Decoder(literalNumber);
  const value = decoder.begin(node);
  decoder.fill();
  return value;
}

/** Members as Vault's client decodes them. */
export function literalMembersOf(members: ReadonlyMap<GoString, JsonNode>): ReadonlyMap<GoString, GoJson> {
  const decoder = new Decoder(literalNumber);
  const decoded = decoder.beginMap([...members]);
  decoder.fill();
  return decoded;
}

/** An array or object that is still empty, what goes into it, and how; the names of items say nothing. */
interface Unfilled {
  readonly members: readonly (readonly [GoString, JsonNode])[];
  put(name: GoString, value: GoJson): void;
}

/** Decodes without recursion: ten thousand levels would not fit on the call stack. */
class Decoder<DecodedNumber extends GoJson | undefined> {
  readonly #unfilled: Unfilled[] = [];
  readonly #numberOf: (text: string) => DecodedNumber;

  /** `numberOf`: what a number's text stands for; undefined where it has no value. */
  constructor(numberOf: (text: string) => DecodedNumber) {
    this.#numberOf = numberOf;
  }

  /** A value; its arrays and objects are empty until `fill`. */
  begin(node: JsonNode): GoJson | DecodedNumber {
    switch (node.kind) {
      case "null":
        return null;
      case "bool":
      case "string":
        return node.value;
      case "number":
        return this.#numberOf(node.text);
      case "array":
        return this.#beginArray(node.items);
      case "object":
        return this.beginMap(node.members);
    }
  }

  beginMap(members: Unfilled["members"]): ReadonlyMap<GoString, GoJson> {
    const map = new Map<GoString, GoJson>();
    this.#unfilled.push({ members, put: (name, value) => map.set(name, value) });
    return map;
  }

  #beginArray(nodes: readonly JsonNode[]): readonly GoJson[] {
    const items: GoJson[] = [];
    this.#unfilled.push({
      members: nodes.map((node) => ["", node] as const),
      put: (_, value) => items.push(value),
    });
    return items;
  }

  /** Fills all that is empty; false where something has no value. */
  fill(): boolean {
    for (let next = this.#unfilled.pop(); next !== undefined; next = this.#unfilled.pop()) {
      for (const [name, node] of next.members) {
        const value = this.begin(node);
        if (value === undefined) return false;
        next.put(name, value);
      }
    }
    return true;
  }
}

function finiteNumber(text: string): number | undefined {
  const value = jsonNumberToFloat(text);
  return Number.isFinite(value) ? value : undefined;
}

function literalNumber(text: string): GoJson {
  return { number: text };
}
