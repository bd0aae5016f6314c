import { fromGoString } from "./bytes.ts";
import { isMergeKey, mappingKey } from "./yaml-decode.ts";
import type { YamlMapping, YamlNode } from "./yaml-node.ts";

/**
 * Line, from 1, of the field at the end of a path of names and positions, or of the nearest field above it that
 * exists. A field's line is that of its name; an item's that of its first token. Aliases and `<<` are followed.
 */
export function lineOfField(root: YamlNode, path: readonly (string | number)[]): number {
  let node = root;
  let { line } = root;
  for (const segment of path) {
    const place = childOf(node, segment);
    if (place === undefined) break;
    ({ line } = place);
    node = place.node;
  }
  return line + 1;
}

interface Place {
  readonly node: YamlNode;
  readonly line: number;
}

function childOf(parent: YamlNode, segment: string | number): Place | undefined {
  const node = parent.kind === "alias" ? parent.target : parent;
  if (node.kind === "mapping") return memberOf(node, String(segment), 0);
  if (node.kind !== "sequence" || typeof segment === "string") return undefined;
  const item = node.items[segment];
  return item === undefined ? undefined : { node: item, line: item.line };
}

/** How many `<<` are followed in a row: a mapping that merges itself was refused before. */
const DEEPEST_MERGE = 20;

/** The member of a name, the last one of equal names. */
function memberOf({ pairs }: YamlMapping, name: string, depth: number): Place | undefined {
  for (const { key, value } of pairs.toReversed()) {
    if (isMergeKey(key)) {
      const merged = depth < DEEPEST_MERGE ? mergedMember(value, name, depth + 1) : undefined;
      if (merged !== undefined) return merged;
    } else {
      const text = mappingKey(key);
      if (text !== undefined && fromGoString(text) === name) return { node: value, line: key.line };
    }
  }
  return undefined;
}

function mergedMember(value: YamlNode, name: string, depth: number): Place | undefined {
  const node = value.kind === "alias" ? value.target : value;
  if (node.kind === "mapping") return memberOf(node, name, depth);
  if (node.kind !== "sequence") return undefined;
  for (const item of node.items) {
    const member = mergedMember(item, name, depth + 1);
    if (member !== undefined) return member;
  }
  return undefined;
}
