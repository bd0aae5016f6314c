import type { Find } from "../../eso/external-secret.ts";
import { toGoString } from "../../go/bytes.ts";
import type { Problem } from "../../ground/diagnostic.ts";
import { compileNameRegexp } from "../name-regexp.ts";

/** A secret as a list shows it: its tags, not its value. */
export interface ListedSecret {
  readonly name: string;
  readonly enabled: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The names of the secrets that a find is for, in the order of the list (ESO: isValidSecret): enabled, with all of the
 * tags, and with the expression anywhere in the name. Without name and tags all that are enabled. `path` has no effect.
 */
export function matchSecrets(
  { name, tags = {} }: Find,
  listed: readonly ListedSecret[],
): readonly string[] | { readonly problem: Problem } {
  const wanted = Object.entries(tags);
  const candidates = listed.filter(
    (secret) =>
      secret.enabled &&
      wanted.every(([tag, value]) => Object.hasOwn(secret.tags, tag) && secret.tags[tag] === value),
  );
  const names = candidates.map((secret) => secret.name);
  const source = name?.regexp ?? "";
  if (source === "") return names;
  const regexp = compileNameRegexp(source);
  if ("problem" in regexp) return regexp;
  return names.filter((each) => regexp.match(toGoString(each)));
}
