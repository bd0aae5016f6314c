import type { Find } from "../../eso/external-secret.ts";
import { toGoString } from "../../go/bytes.ts";
import type { Problem } from "../../ground/diagnostic.ts";
import { LIMITS } from "../../ground/limits.ts";
import { visible } from "../../ground/visible.ts";
import type { WorkBudget } from "../../ground/work-budget.ts";
import { compileNameRegexp } from "../name-regexp.ts";

/** A secret as a list shows it: its tags, not its value. */
export interface ListedSecret {
  readonly name: string;
  readonly enabled: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** Gives the names of the secrets that a find is for, in the order of a list. */
export type Matcher = (listed: readonly ListedSecret[]) => readonly string[];

/**
 * What a find is for (ESO: isValidSecret): enabled, with all of the tags, and with the expression anywhere in the name.
 * Without name and tags all that are enabled. `path` has no effect. ESO takes an expression that is not valid for one
 * that fits nothing; here it is a problem.
 */
export function matcherOf(
  { name, tags = {} }: Find,
  budget?: WorkBudget,
): Matcher | { readonly problem: Problem } {
  const source = name?.regexp ?? "";
  const regexp = source === "" ? undefined : compileNameRegexp(source, budget);
  if (regexp !== undefined && "problem" in regexp) return regexp;
  const wanted = Object.entries(tags);
  return (listed) =>
    listed
      .filter(({ enabled }) => enabled)
      .filter((secret) =>
        wanted.every(([tag, value]) => Object.hasOwn(secret.tags, tag) && secret.tags[tag] === value),
      )
      .map((secret) => secret.name)
      .filter((each) => regexp?.match(toGoString(each)) ?? true);
}

/** More than one find may take. */
export function tooManyHits(count: number): Problem {
  return {
    code: "LIMIT_EXCEEDED",
    message: `${count} secrets of the vault fit, and one find may take ${LIMITS.findHits}`,
    hint: "Narrow the search with name or tags",
  };
}

/** A find is about many secrets, so its problem names the one. */
export function hitProblem(name: string, problem: Problem): Problem {
  return { ...problem, message: `of the secret "${visible(name)}" that it found: ${problem.message}` };
}
