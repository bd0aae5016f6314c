import type { SecretObject } from "./secret-object.ts";

/**
 * The keys of a field of a Secret, each with the name under which it may be shown: its own, or for a key that a
 * template made `redacted-1`, `redacted-2`, in their order. All of them are valid keys of data, labels and
 * annotations, and no two are the same.
 */
export function shownKeys(
  secret: SecretObject,
  field: "data" | "labels" | "annotations",
): ReadonlyMap<string, string> {
  const keys = [...secret[field].keys()];
  const isRendered = (key: string): boolean => secret.renderedKeys.has(`${field}/${key}`);
  const taken = new Set(keys.filter((key) => !isRendered(key)));
  let count = 0;
  return new Map(keys.map((key) => [key, isRendered(key) ? nextPlaceholder() : key]));

  function nextPlaceholder(): string {
    do count += 1;
    while (taken.has(`redacted-${count}`));
    return `redacted-${count}`;
  }
}
