import type { GoString } from "../go/bytes.ts";
import { parseFloat } from "../go/strconv-parse-float.ts";
import type { Evaluation } from "./gjson-evaluation.ts";
import type { Query } from "./gjson-query-path.ts";
import { GjsonValue, NOTHING } from "./gjson-value.ts";
import { matchesPattern } from "./gjson-wildcard.ts";

/** Whether a value, found by the query's path in an item, passes the query (gjson's queryMatches). */
export function matchesQuery({ operator, value }: Query, found: GjsonValue, evaluation: Evaluation): boolean {
  if (value.startsWith("~")) {
    const truth = truthOf(value.slice(1), found);
    return compare(operator, truth ?? NOTHING, truth === undefined ? "" : "true", evaluation);
  }
  return compare(operator, found, value, evaluation);
}

const TRUE = new GjsonValue("true", "true");
const FALSE = new GjsonValue("false", "false");

/** `~true`, `~false`, `~null` and `~*` as a boolean; undefined for any other word. */
function truthOf(word: GoString, found: GjsonValue): GjsonValue | undefined {
  switch (word) {
    case "*":
      return found.exists ? TRUE : FALSE;
    case "null":
      return found.kind === "null" ? TRUE : FALSE;
    case "true":
      return boolOf(found) === true ? TRUE : FALSE;
    case "false":
      return found.kind === "null" || boolOf(found) === false ? TRUE : FALSE;
    default:
      return undefined;
  }
}

/** What counts as true or false: booleans, numbers, and strings that `strconv.ParseBool` takes, in any case. */
export function boolOf({ kind, string, number }: GjsonValue): boolean | undefined {
  switch (kind) {
    case "true":
    case "false":
      return kind === "true";
    case "number":
      return number !== 0;
    case "string":
      if (/^(?:1|t|true)$/i.test(string)) return true;
      return /^(?:0|f|false)$/i.test(string) ? false : undefined;
    case "null":
    case "json":
      return undefined;
  }
}

function compare(operator: GoString, found: GjsonValue, value: GoString, evaluation: Evaluation): boolean {
  if (!found.exists) return false;
  if (operator === "") return true;
  switch (found.kind) {
    case "string":
      if (operator === "%") return matchesPattern(found.string, value, evaluation);
      if (operator === "!%") return !matchesPattern(found.string, value, evaluation);
      return inOrder(operator, found.string, value);
    case "number":
      evaluation.spend(value.length);
      return inOrder(operator, found.number, parseFloat(value, 64).value);
    case "true":
    case "false":
      return compareBool(operator, found.kind === "true", value);
    case "null":
    case "json":
      return false;
  }
}

function inOrder<Comparable extends string | number>(
  operator: GoString,
  left: Comparable,
  right: Comparable,
): boolean {
  switch (operator) {
    case "=":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    default:
      return false;
  }
}

/** True is above false. `<=` and `>=` hold for one of the two whatever they are compared with. */
function compareBool(operator: GoString, left: boolean, right: GoString): boolean {
  switch (operator) {
    case "=":
      return right === String(left);
    case "!=":
      return right !== String(left);
    case ">":
      return left && right === "false";
    case ">=":
      return left;
    case "<":
      return !left && right === "true";
    case "<=":
      return !left;
    default:
      return false;
  }
}
