import type { GoString } from "../go/bytes.ts";
import { marshalJson } from "../go/json-marshal.ts";
import type { Evaluation } from "./gjson-evaluation.ts";
import { closingQuote } from "./gjson-pipe.ts";
import { isValidJson } from "./gjson-valid.ts";
import { GjsonValue } from "./gjson-value.ts";

/** One member of a multipath: `NAME:PATH`, or `PATH` alone. */
interface Selector {
  readonly name: GoString;
  readonly path: GoString;
}

/** A multipath, and what stands behind it. */
export interface Multipath {
  readonly selectors: readonly Selector[];
  readonly rest: GoString;
}

/** Reads the `[path,path]` or `{name:path,path}` that a path begins with; undefined where it does not end. */
export function parseMultipath(path: GoString): Multipath | undefined {
  const selectors: Selector[] = [];
  let scan: SelectorScan = { start: 1, colon: undefined, modified: false };
  let depth = 1;
  for (let at = 1; at < path.length; at++) {
    const char = path.charAt(at);
    if (char === "\\") at++;
    else if (char === '"') at = closingQuote(path, at);
    else if ("[({".includes(char)) depth++;
    else if ("])}".includes(char)) depth--;
    else if (depth > 1 || char !== ",") scan = afterChar(scan, path, at, depth);
    if (depth === 0 || (depth === 1 && char === ",")) {
      selectors.push(selectorOf(path, scan, at));
      scan = { start: at + 1, colon: undefined, modified: false };
    }
    if (depth === 0) return { selectors, rest: path.slice(at + 1) };
  }
  return undefined;
}

interface SelectorScan {
  readonly start: number;
  /** Where the name ends. */
  readonly colon: number | undefined;
  /** A modifier was seen, whose argument has a colon of its own. */
  readonly modified: boolean;
}

function afterChar(scan: SelectorScan, path: GoString, at: number, depth: number): SelectorScan {
  if (path[at] === "@" && (path[at - 1] === "." || path[at - 1] === "|")) return { ...scan, modified: true };
  const ends = path[at] === ":" && depth === 1 && !scan.modified && scan.colon === undefined;
  return ends ? { ...scan, colon: at } : scan;
}

function selectorOf(path: GoString, { start, colon }: SelectorScan, end: number): Selector {
  if (colon === undefined) return { name: "", path: path.slice(start, end) };
  return { name: path.slice(start, colon), path: path.slice(colon + 1, end) };
}

/** Looks every selector up in a text: a list or an object of what exists. */
export function selectMultipath(
  kind: "[" | "{",
  selectors: readonly Selector[],
  json: GoString,
  evaluation: Evaluation,
): GjsonValue {
  const members: GoString[] = [];
  for (const selector of selectors) {
    const value = evaluation.get(json, selector.path);
    if (!value.exists) continue;
    const raw = value.raw === "" ? value.text() : value.raw;
    const member = raw === "" ? "null" : raw;
    evaluation.spend(member.length);
    members.push(kind === "[" ? member : `${memberName(selector)}:${member}`);
  }
  const text = members.join(",");
  return new GjsonValue("json", kind === "[" ? `[${text}]` : `{${text}}`);
}

/** The name that is given, or the last component of the path, where that is a plain name. */
function memberName({ name, path }: Selector): GoString {
  if (name !== "") return name.startsWith('"') && isValidJson(name) ? name : marshalJson(name);
  const last = lastComponent(path);
  // eslint-disable-next-line no-control-regex -- gjson takes names with control characters for not plain
  return marshalJson(/[\x00-\x1f[\]{}()#|!]/.test(last) ? "_" : last);
}

/** What follows the last dot or pipe that no backslash stands before. */
function lastComponent(path: GoString): GoString {
  for (let at = path.length - 1; at >= 0; at--) {
    if ((path[at] === "|" || path[at] === ".") && path[at - 1] !== "\\") return path.slice(at + 1);
  }
  return path;
}
