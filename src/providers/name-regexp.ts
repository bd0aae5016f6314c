import { toGoString } from "../go/bytes.ts";
import type { Regexp } from "../go/regexp.ts";
import { RegexpError, compileRegexp } from "../go/regexp.ts";
import type { Problem } from "../ground/diagnostic.ts";
import { LIMITS } from "../ground/limits.ts";

/** `find.name.regexp` (ESO: find.New): RE2, searched anywhere in a name. */
export function compileNameRegexp(source: string): Regexp | { readonly problem: Problem } {
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
    return compileRegexp(text);
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
