import type { GoString } from "../go/bytes.ts";
import type { Result } from "./gjson.ts";
import { unquote } from "./gjson-scan.ts";
import { matchesWildcard } from "./gjson-wildcard.ts";

type Get = (json: GoString, path: GoString) => Result | undefined;

/** Whether an item of a list fits `path operator value`, `operator value`, or has the path. */
export function matchesQuery(item: Result, query: GoString, get: Get): boolean {
  const { path, operator, value } = splitQuery(query);
  const found = path === "" ? item : get(item.raw, path);
  if (value.startsWith("~")) return compareTruth(found, operator, value);
  if (found === undefined) return false;
  return operator === "" ? true : compare(found, operator, value);
}

function splitQuery(query: GoString): { path: GoString; operator: string; value: GoString } {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < query.length; at++) {
    const char = query[at] ?? "";
    if (char === "\\") at++;
    else if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth--;
    else if (depth === 0 && "=!<>%".includes(char)) {
      const [operator = char] = /^(?:==|!=|<=|>=|!%|[=<>%!])/.exec(query.slice(at)) ?? [];
      return { path: query.slice(0, at).trim(), operator, value: query.slice(at + operator.length).trim() };
    }
  }
  return { path: query.trim(), operator: "", value: "" };
}

function compare(found: Result, operator: string, wanted: GoString): boolean {
  if (found.kind === "string") return compareTexts(found.text(), operator, textOf(wanted));
  if (wanted.startsWith('"')) return false;
  if (found.kind === "number") return compareNumbers(found.number(), operator, Number(wanted));
  if (found.kind === "json" || found.kind === "null") return false;
  return compareTexts(found.kind, operator, wanted);
}

function textOf(wanted: GoString): GoString {
  return wanted.startsWith('"') ? unquote(wanted) : wanted;
}

function compareTexts(found: GoString, operator: string, wanted: GoString): boolean {
  switch (operator) {
    case "%":
      return matchesWildcard(found, wanted);
    case "!%":
      return !matchesWildcard(found, wanted);
    default:
      return compareOrdered(found, operator, wanted);
  }
}

function compareNumbers(found: number, operator: string, wanted: number): boolean {
  return Number.isNaN(wanted) ? false : compareOrdered(found, operator, wanted);
}

function compareOrdered<Value extends string | number>(
  found: Value,
  operator: string,
  wanted: Value,
): boolean {
  switch (operator) {
    case "=":
    case "==":
      return found === wanted;
    case "!=":
      return found !== wanted;
    case "<":
      return found < wanted;
    case "<=":
      return found <= wanted;
    case ">":
      return found > wanted;
    case ">=":
      return found >= wanted;
    default:
      return false;
  }
}

/** `~true`, `~false`, `~null` and `~*` look at what a value counts as. */
function compareTruth(found: Result | undefined, operator: string, value: GoString): boolean {
  const matches = countsAs(found, value);
  if (operator === "!=") return !matches;
  return operator === "=" || operator === "==" ? matches : false;
}

function countsAs(found: Result | undefined, value: GoString): boolean {
  switch (value) {
    case "~true":
      return found !== undefined && isTrue(found);
    case "~false":
      return found === undefined || isFalse(found);
    case "~null":
      return found === undefined || found.kind === "null";
    default:
      return value === "~*" && found !== undefined;
  }
}

function isTrue(found: Result): boolean {
  if (found.kind === "number") return found.number() !== 0;
  return found.kind === "true" || (found.kind === "string" && /^(?:1|t|true)$/i.test(found.text()));
}

function isFalse(found: Result): boolean {
  if (found.kind === "number") return found.number() === 0;
  if (found.kind === "string") return /^(?:0|f|false)$/i.test(found.text());
  return found.kind === "false" || found.kind === "null";
}
