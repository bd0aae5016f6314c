import type { GoString } from "../go/bytes.ts";
import { toGoString } from "../go/bytes.ts";
import type { Regexp } from "../go/regexp.ts";
import { RegexpError, compileRegexp } from "../go/regexp.ts";
import type { Problem } from "../ground/diagnostic.ts";
import { LIMITS } from "../ground/limits.ts";
import { WorkBudget, WorkExceeded } from "../ground/work-budget.ts";

/** A compiled `find.name.regexp`. */
export interface NameRegexp {
  /** Whether it matches anywhere in a name. Throws WorkExceeded where the budget does not suffice. */
  match(name: GoString): boolean;
}

/** `find.name.regexp` (ESO: find.New): RE2, searched anywhere in a name. All finds of a run share one budget. */
export function compileNameRegexp(
  source: string,
  budget: WorkBudget = new WorkBudget(LIMITS.findWork),
): NameRegexp | { readonly problem: Problem } {
  const text = toGoString(source);
  if (text.length > LIMITS.regexpSource) {
    return {
      problem: {
        code: "LIMIT_EXCEEDED",
        message: `name.regexp has ${text.length} bytes, and ${LIMITS.regexpSource} are allowed`,
      },
    };
  }
  try {
    return metered(compileRegexp(text), budget);
  } catch (error) {
    if (!(error instanceof RegexpError)) throw error;
    return {
      problem: {
        code: "REGEXP_INVALID",
        message: `name.regexp is not a valid regular expression: ${error.message}`,
        hint: "Expressions are RE2: no look-around, no back-references",
      },
    };
  }
}

function metered(regexp: Regexp, budget: WorkBudget): NameRegexp {
  return {
    match: (name) => {
      const work = regexp.programSize * (name.length + 1);
      if (budget.isLate) throw new WorkExceeded(TOO_LATE);
      if (work > LIMITS.nameWork) throw tooMuch("name.regexp takes", LIMITS.nameWork, "for one name");
      if (!budget.spend(work)) throw tooMuch("all name.regexp together take", budget.limit, "of matching");
      return regexp.match(name);
    },
  };
}

function tooMuch(what: string, limit: number, of: string): WorkExceeded {
  return new WorkExceeded({
    code: "LIMIT_EXCEEDED",
    message: `${what} more than ${limit} steps ${of}`,
    hint: "Shorten the expression: a repetition such as {900} makes each name be read as many times",
  });
}

const TOO_LATE: Problem = {
  code: "DEADLINE",
  message: "the deadline is over while names are matched with name.regexp",
  hint: "Shorten the expression, or pass a longer --timeout",
};
