/**
 * An object of a document that was read, of whose members nothing is known yet: what is checked here, and given a
 * type of its own. It has no prototype.
 */
export type UncheckedObject = Readonly<Record<string, unknown>>;

/** Whether a value of a document is an object. */
export function isObject(value: unknown): value is UncheckedObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value of a document is a list. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** What stands under `name`; undefined where nothing does, or null. */
export function member(object: UncheckedObject, name: string): unknown {
  return Object.hasOwn(object, name) ? (object[name] ?? undefined) : undefined;
}

/** What stands at the end of a path of names; undefined where the way is broken, or null stands there. */
export function memberAt(object: unknown, path: readonly string[]): unknown {
  let value = object;
  for (const name of path) value = isObject(value) ? member(value, name) : undefined;
  return value;
}

/** An object without a prototype, from names and values. */
export function objectOf(entries: Iterable<readonly [string, unknown]>): UncheckedObject {
  const made: Record<string, unknown> = { __proto__: null };
  for (const [name, value] of entries) made[name] = value;
  return made;
}
