import type { Rewrite } from "../eso/external-secret.ts";
import type { GoString } from "../go/bytes.ts";
import { toGoString } from "../go/bytes.ts";
import { RegexpError, compileRegexp } from "../go/regexp.ts";
import type { Regexp } from "../go/regexp.ts";
import type { ChargeMatching } from "../go/regexp-meter.ts";
import type { Problem } from "../ground/diagnostic.ts";
import type { FieldPath } from "../ground/field-path.ts";
import { LIMITS } from "../ground/limits.ts";
import type { Entries } from "./entries.ts";
import type { WorkBudget } from "../ground/work-budget.ts";
import { renameKeys } from "./rename-keys.ts";
import { merge } from "./rewrite-merge.ts";
import { StepError } from "./step-error.ts";
import { rewriteTransform } from "./transform.ts";

/**
 * Runs a template of rewrite.transform over one key: its data is `{value: KEY}`, its delimiters are `{{` and `}}`,
 * and a missing field prints `<no value>`. A problem's message is a whole sentence; TEMPLATE_SYNTAX tells of a
 * template that no key could change.
 */
export type Transform = (
  template: GoString,
  key: GoString,
) => { readonly text: GoString } | { readonly problem: Problem };

/** What rewrites need beside the entries. */
export interface RewriteMeans {
  readonly transform: Transform;
  readonly budget: WorkBudget;
}

/**
 * The operations of `spec.dataFrom[].rewrite`, each on what the one before it gave (ESO: esutils.RewriteMap). In
 * one item merge goes before regexp, and regexp before transform. `after` sees what each gave. Throws StepError.
 */
export function rewrite(
  entries: Entries,
  operations: readonly Rewrite[],
  path: FieldPath,
  means: RewriteMeans,
  after?: (entries: Entries) => void,
): Entries {
  return operations.reduce((current, operation, index) => {
    const rewritten = rewriteOnce(current, operation, [...path, index], means);
    after?.(rewritten);
    return rewritten;
  }, entries);
}

function rewriteOnce(entries: Entries, operation: Rewrite, path: FieldPath, means: RewriteMeans): Entries {
  if (operation.merge !== undefined) return merge(entries, operation.merge, [...path, "merge"]);
  if (operation.regexp !== undefined)
    return rewriteRegexp(entries, operation.regexp, [...path, "regexp"], means.budget);
  if (operation.transform === undefined) return entries;
  return rewriteTransform(entries, operation.transform.template, [...path, "transform"], means.transform);
}

/** ESO: RewriteRegexp. Every match in every key is replaced, `$1` and `${name}` by Go's rules. */
function rewriteRegexp(
  entries: Entries,
  { source, target }: { readonly source: string; readonly target: string },
  path: FieldPath,
  budget: WorkBudget,
): Entries {
  const regexp = compileSource(source, [...path, "source"]);
  const charge = chargeTo(budget, path);
  const template = toGoString(target);
  return renameKeys(entries, path, (key) => {
    checkGrowth(key, template, [...path, "target"]);
    charge(regexp.programSize * (key.length + 1));
    return regexp.replaceAll(key, template, charge);
  });
}

function chargeTo(budget: WorkBudget, path: FieldPath): ChargeMatching {
  return (work) => {
    if (budget.spend(work)) return;
    throw new StepError(path, {
      code: "LIMIT_EXCEEDED",
      message: `Cannot rewrite the keys: all rewrite.regexp together take more than ${budget.limit} steps of matching`,
      hint: "Shorten the keys or the expression: one with a part such as .* may read each key again for every match",
    });
  };
}

/** The regular expression of a rewrite. Throws StepError where it does not compile. */
export function compileSource(text: string, path: FieldPath): Regexp {
  const source = toGoString(text);
  if (source.length > LIMITS.regexpSource) {
    throw new StepError(path, {
      code: "LIMIT_EXCEEDED",
      message: `Cannot use a regular expression of ${source.length} bytes: ${LIMITS.regexpSource} are allowed`,
    });
  }
  try {
    return compileRegexp(source);
  } catch (error) {
    if (!(error instanceof RegexpError)) throw error;
    throw new StepError(path, {
      code: "REGEXP_INVALID",
      message: `Cannot compile the regular expression: ${error.message}`,
      hint: "Expressions are RE2: no look-around, no back-references",
    });
  }
}

const MAX_GROWTH = 256 * 1024;

/** A replacement may double a key, and the next one double it again. */
function checkGrowth(key: GoString, template: GoString, path: FieldPath): void {
  if ((key.length + 1) * template.length <= MAX_GROWTH) return;
  throw new StepError(path, {
    code: "LIMIT_EXCEEDED",
    message: `Cannot rewrite a key of ${key.length} bytes with a target of ${template.length}: the result may be too long for any key`,
    hint: "A key has at most 253 bytes in the end",
  });
}
