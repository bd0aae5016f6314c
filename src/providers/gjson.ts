import { LIMITS } from "../ground/limits.ts";
import { WorkBudget } from "../ground/work-budget.ts";
import type { GoString } from "../go/bytes.ts";
import { Evaluation, GjsonLimitError } from "./gjson-evaluation.ts";
import { parseMultipath, selectMultipath } from "./gjson-multipath.ts";
import type { Prefixed } from "./gjson-prefix.ts";
import { readLiteral, runModifier } from "./gjson-prefix.ts";
import { firstValue } from "./gjson-scan.ts";
import { search } from "./gjson-search.ts";
import { GjsonValue } from "./gjson-value.ts";

/** Longer paths are refused. */
const MAX_PATH = 64 * 1024;

/**
 * Looks up a path in a text that should be JSON (tidwall/gjson v1.18, Get): its whole path language, over text that
 * nothing validates. Undefined for what does not exist; null exists. Throws GjsonLimitError for a path that asks for
 * too much work, or for more than `budget` has left, and nothing else.
 */
export function getJson(
  json: GoString,
  path: GoString,
  budget: WorkBudget = new WorkBudget(LIMITS.propertyWork),
): GjsonValue | undefined {
  if (path.length > MAX_PATH) throw new GjsonLimitError("path");
  const value = new Evaluation(get, json.length, budget).get(json, path);
  return value.exists ? value : undefined;
}

/** What is still to be looked up, and in what. */
interface Pending {
  readonly json: GoString;
  readonly path: GoString;
}

/** Follows a path part by part: what a part made of the text is kept for the next one only. */
function get(json: GoString, path: GoString, evaluation: Evaluation): GjsonValue {
  let next: GjsonValue | Pending = { json, path };
  while (!(next instanceof GjsonValue)) next = follow(next, evaluation);
  return next;
}

function follow({ json, path }: Pending, evaluation: Evaluation): GjsonValue | Pending {
  evaluation.step(json, path);
  if (path.length > 1) {
    const prefixed = readPrefix(json, path, evaluation);
    if (prefixed !== undefined) return behind(prefixed);
    const first = path[0];
    if (first === "[" || first === "{") return followMultipath(first, json, path, evaluation);
  }
  return followPlain(json, path, evaluation);
}

function readPrefix(json: GoString, path: GoString, evaluation: Evaluation): Prefixed | undefined {
  if (path.startsWith("@")) return runModifier(json, path, evaluation);
  return path.startsWith("!") ? readLiteral(path) : undefined;
}

/** What stands behind a modifier without a dot or a pipe has no effect. */
function behind({ json, rest }: Prefixed): GjsonValue | Pending {
  return startsPath(rest) ? { json, path: rest.slice(1) } : firstValue(json);
}

/** A multipath that does not end, or that something else follows, is dropped from the path. */
function followMultipath(
  kind: "[" | "{",
  json: GoString,
  path: GoString,
  evaluation: Evaluation,
): GjsonValue | Pending {
  const multipath = parseMultipath(path);
  if (multipath === undefined) return followPlain(json, "", evaluation);
  const { selectors, rest } = multipath;
  if (rest !== "" && !startsPath(rest)) return followPlain(json, rest, evaluation);
  const value = selectMultipath(kind, selectors, json, evaluation);
  return rest === "" ? value : { json: value.raw, path: rest.slice(1) };
}

function followPlain(json: GoString, path: GoString, evaluation: Evaluation): GjsonValue | Pending {
  const { value, pipe } = search(json, path, evaluation);
  return pipe === undefined ? value : { json: value.raw, path: pipe };
}

function startsPath(rest: GoString): boolean {
  return rest.startsWith("|") || rest.startsWith(".");
}
