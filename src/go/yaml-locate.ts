import { fromGoString } from "./bytes.ts";
import { isMergeKey, mappingKey } from "./yaml-decode.ts";
import type { YamlMapping, YamlNode } from "./yaml-node.ts";

/**
 * Tells of a document the line, from 1, of the field at the end of a path of names and positions, or of the nearest
 * field above it that exists. A field's line is that of its name; an item's that of its first token. Aliases and `<<`
 * are followed: the document was decoded before, so that none of them is a ring.
 */
export function fieldLines(root: YamlNode): (path: readonly (string | number)[]) => number {
  const members = new MemberIndex();
  return (path) => {
    let node = root;
    let { line } = root;
    for (const segment of path) {
      const place = childOf(node, segment, members);
      if (place === undefined) break;
      ({ line } = place);
      node = place.node;
    }
    return line + 1;
  };
}

interface Place {
  readonly node: YamlNode;
  readonly line: number;
}

function childOf(parent: YamlNode, segment: string | number, members: MemberIndex): Place | undefined {
  const node = parent.kind === "alias" ? parent.target : parent;
  if (node.kind === "mapping") return members.of(node).get(String(segment));
  if (node.kind !== "sequence" || typeof segment === "string") return undefined;
  const item = node.items[segment];
  return item === undefined ? undefined : { node: item, line: item.line };
}

/** The members of mappings by name, the last ones of equal names: a mapping is gone through once, when it is asked for. */
class MemberIndex {
  readonly #known = new Map<YamlMapping, ReadonlyMap<string, Place>>();

  of(mapping: YamlMapping): ReadonlyMap<string, Place> {
    const known = this.#known.get(mapping);
    if (known !== undefined) return known;
    const members = new Map<string, Place>();
    this.#known.set(mapping, members);
    for (const { key, value } of mapping.pairs) {
      if (isMergeKey(key)) this.#merge(members, value);
      else {
        const name = mappingKey(key);
        if (name !== undefined) members.set(fromGoString(name), { node: value, line: key.line });
      }
    }
    return members;
  }

  /** Takes the members of a mapping, or of a list of mappings of which the first counts most. */
  #merge(members: Map<string, Place>, value: YamlNode): void {
    const node = value.kind === "alias" ? value.target : value;
    if (node.kind === "sequence") for (const item of node.items.toReversed()) this.#merge(members, item);
    if (node.kind !== "mapping") return;
    for (const [name, place] of this.of(node)) members.set(name, place);
  }
}
