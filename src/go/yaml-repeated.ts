import type { GoString } from "./bytes.ts";
import { fromGoString } from "./bytes.ts";
import { isMergeKey, mappingKey } from "./yaml-decode.ts";
import type { YamlMapping, YamlNode } from "./yaml-node.ts";

/** A key that a mapping has more than once: all values but the last are lost. */
export interface RepeatedKey {
  /** Names and positions, from the root. */
  readonly path: readonly (string | number)[];
  /** How many lines lie between its last place and the one before. */
  readonly distance: number;
}

/**
 * The keys that stand in one mapping more than once, which go-yaml's strict mode refuses and Kubernetes' own reader lets
 * pass. A key that overrides one of `<<` is none of them. Aliases are not followed: their mappings stand elsewhere.
 */
export function repeatedKeys(root: YamlNode, path: RepeatedKey["path"] = []): RepeatedKey[] {
  if (root.kind === "sequence")
    return root.items.flatMap((item, position) => repeatedKeys(item, [...path, position]));
  if (root.kind !== "mapping") return [];
  const below = root.pairs.flatMap(({ key, value }) => {
    const name = mappingKey(key);
    return name === undefined ? [] : repeatedKeys(value, [...path, fromGoString(name)]);
  });
  return [...repeatedIn(root, path), ...below];
}

function repeatedIn({ pairs }: YamlMapping, path: RepeatedKey["path"]): RepeatedKey[] {
  const lines = new Map<GoString, number>();
  const repeated = new Map<GoString, RepeatedKey>();
  for (const { key } of pairs) {
    const name = isMergeKey(key) ? undefined : mappingKey(key);
    if (name === undefined) continue;
    const before = lines.get(name);
    if (before !== undefined)
      repeated.set(name, { path: [...path, fromGoString(name)], distance: key.line - before });
    lines.set(name, key.line);
  }
  return [...repeated.values()];
}
