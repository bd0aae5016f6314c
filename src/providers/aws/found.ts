import type { Find } from "../../eso/external-secret.ts";
import type { Answer, Authorize, ReadRequest } from "../../eso/read-request.ts";
import { toGoString } from "../../go/bytes.ts";
import type { Problem } from "../../ground/diagnostic.ts";
import { LIMITS } from "../../ground/limits.ts";
import type { SecretData, Sensitive } from "../../ground/sensitive.ts";
import type { WorkBudget } from "../../ground/work-budget.ts";
import { compileNameRegexp } from "../name-regexp.ts";

/** Ends a find with a problem; whoever finds gives it as the answer. */
export class FindRefused extends Error {
  override readonly name = "FindRefused";
  readonly answer: Exclude<Answer<SecretData>, { readonly kind: "value" }>;

  constructor(problem: Problem, kind: "missing" | "failed" = "failed") {
    super(problem.message);
    this.answer = { kind, problem };
  }
}

/** What decides over hits. */
export interface HitRules {
  readonly authorize: Authorize;
  /** What reading a hit is, by its name. */
  readonly request: (name: string) => ReadRequest;
  /** What matching names may take. */
  readonly budget: WorkBudget | undefined;
}

/** What a find may take. */
export class Hits {
  readonly #matches: (name: string) => boolean;
  readonly #authorize: Authorize;
  readonly #request: (name: string) => ReadRequest;

  /** Throws FindRefused for a bad expression. */
  constructor({ name }: Find, { authorize, request, budget }: HitRules) {
    this.#matches = matcherOf(name?.regexp, budget);
    this.#authorize = authorize;
    this.#request = request;
  }

  /** The requests for the names that match. Throws FindRefused where one of them may not be read, or for too many. */
  of(names: readonly string[]): ReadRequest[] {
    const hits = [...new Set(names)].filter((name) => this.#matches(name)).map((name) => this.#request(name));
    if (hits.length > LIMITS.findHits) throw new FindRefused(tooMany(hits.length));
    for (const hit of hits) {
      const problem = this.#authorize(hit);
      if (problem !== undefined) throw new FindRefused(problem);
    }
    return hits;
  }
}

/** The data of a find. */
export function foundData(
  values: Iterable<readonly [name: string, value: Sensitive | undefined]>,
): Answer<SecretData> {
  const data = new Map<string, Sensitive>();
  for (const [name, value] of values) if (value !== undefined) data.set(name, value);
  return { kind: "value", value: data };
}

function matcherOf(source: string | undefined, budget: WorkBudget | undefined): (name: string) => boolean {
  if (source === undefined) return () => true;
  const regexp = compileNameRegexp(source, budget);
  if ("problem" in regexp) throw new FindRefused(regexp.problem);
  return (name) => regexp.match(toGoString(name));
}

function tooMany(count: number): Problem {
  return {
    code: "LIMIT_EXCEEDED",
    message: `${count} are found, and at most ${LIMITS.findHits} are allowed`,
    hint: "Narrow the search with path, name or tags",
  };
}
