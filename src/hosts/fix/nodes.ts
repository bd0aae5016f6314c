import type { Pair, Scalar, YAMLMap } from "yaml";
import { isMap, isScalar, isSeq } from "yaml";

/** A member of a mapping whose key and value both stand in the text. */
export interface Member {
  readonly key: Span;
  readonly name: string;
  /** Undefined for nothing behind the colon. */
  readonly value: unknown;
}

/** Offsets: from the first character to behind the last one. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A member by its name. */
export function memberOf(map: unknown, name: string): Member | undefined {
  return membersOf(map).find((member) => member.name === name);
}

/** The members of a mapping; those whose keys are no plain texts are left out. */
export function membersOf(map: unknown): Member[] {
  if (!isMap(map)) return [];
  return map.items.flatMap((pair: Pair) => {
    const span = spanOf(pair.key);
    if (!isScalar(pair.key) || typeof pair.key.value !== "string" || span === undefined) return [];
    return [{ key: span, name: pair.key.value, value: pair.value }];
  });
}

/** The value below a mapping, name by name. */
export function valueAt(map: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => memberOf(value, name)?.value, map);
}

/** The text of a scalar. */
export function textOf(node: unknown): string | undefined {
  return isScalar(node) && typeof node.value === "string" ? node.value : undefined;
}

/** Where a node stands, without the white space and comments behind it. */
export function spanOf(node: unknown): Span | undefined {
  const range = (node as Partial<Scalar> | null | undefined)?.range;
  return range === undefined || range === null ? undefined : { start: range[0], end: range[1] };
}

/** Whether a mapping is written with braces. */
export function isFlow(map: YAMLMap): boolean {
  return map.flow === true;
}

/** A document's object, and the items of a List in its place. */
export function objectsIn(root: unknown): unknown[] {
  if (!isMap(root)) return [];
  const items = valueAt(root, ["items"]);
  return textOf(valueAt(root, ["kind"])) === "List" && isSeq(items)
    ? items.items.flatMap((item) => objectsIn(item))
    : [root];
}
