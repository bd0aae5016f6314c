import type { GoString } from "../go/bytes.ts";
import { plainNumber } from "./plain-number.ts";
import type { Span } from "./gjson-scan.ts";
import { items, members, scanValue, unquote } from "./gjson-scan.ts";
import { applyModifier, isModifier } from "./gjson-modifiers.ts";
import type { Component } from "./gjson-path.ts";
import { parseComponent, splitAtPipe } from "./gjson-path.ts";
import { matchesQuery } from "./gjson-query.ts";
import { matchesWildcard } from "./gjson-wildcard.ts";

/** How deep a path may lead: deeper ones find nothing. */
const MAX_DEPTH = 200;

/** What a path leads to. */
export class Result {
  readonly raw: GoString;
  readonly kind: Span["kind"];

  constructor(raw: GoString, kind: Span["kind"]) {
    this.raw = raw;
    this.kind = kind;
  }

  /** gjson: Result.String. A text without quotes and escapes, a number in plain digits, null as nothing. */
  text(): GoString {
    switch (this.kind) {
      case "null":
        return "";
      case "true":
      case "false":
        return this.kind;
      case "string":
        return unquote(this.raw);
      case "number":
        return /^-?[0-9]+$/.test(this.raw) ? this.raw : plainNumber(this.number());
      case "json":
        return this.raw;
    }
  }

  /** gjson: Result.Num. What cannot be read as a number is 0. */
  number(): number {
    const digits = this.raw.replaceAll("_", "");
    if (/^[-+]?inf$/i.test(digits)) return digits.startsWith("-") ? -Infinity : Infinity;
    if (/^[-+]?nan$/i.test(digits)) return NaN;
    return /^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/.test(digits) ? Number(digits) : 0;
  }
}

/**
 * What a gjson path leads to in a JSON text (tidwall/gjson: Get); undefined where it leads nowhere. The text is not
 * validated: what can be found in a broken one is found.
 */
export function get(json: GoString, path: GoString, depth = 0): Result | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (path.startsWith("..")) return getLines(json, path.slice(2).replace(/^\./, ""), depth);
  if (path.startsWith("@") && isModifier(path)) return getModified(json, path, depth);
  if (path.startsWith("!")) return getLiteral(path, depth);
  if (path.startsWith("[") || path.startsWith("{")) return getMultipath(json, path, depth);
  const start = json.search(/[{[]/);
  if (start < 0) return undefined;
  const component = parseComponent(path);
  return json[start] === "{"
    ? getMember(json, start, component, depth)
    : getItem(json, start, component, depth);
}

function toResult(json: GoString, span: Span): Result {
  return new Result(json.slice(span.start, span.end), span.kind);
}

/** What is left of the path, applied to a result: behind a dot only objects and lists can be entered. */
function follow(result: Result, component: Component, depth: number): Result | undefined {
  if (component.rest === undefined) return result;
  if (!component.piped && result.kind !== "json" && !component.rest.startsWith("@")) return undefined;
  return get(result.raw, component.rest, depth + 1);
}

/** Of equal keys the first in which the rest of the path leads somewhere. */
function getMember(json: GoString, start: number, component: Component, depth: number): Result | undefined {
  for (const member of members(json, start)) {
    const matches = component.wild
      ? matchesWildcard(member.key, component.part)
      : member.key === component.part;
    if (!matches) continue;
    const result = toResult(json, member);
    if (component.rest === undefined || component.piped) return follow(result, component, depth);
    const found = follow(result, component, depth);
    if (found !== undefined) return found;
  }
  return undefined;
}

function getItem(json: GoString, start: number, component: Component, depth: number): Result | undefined {
  const list = [...items(json, start)].map((span) => toResult(json, span));
  if (component.query !== undefined) return getQueried(list, component, depth);
  if (component.part === "#") return getCollected(list, component, depth);
  if (!/^[0-9]+$/.test(component.part)) return undefined;
  const item = list[Number(component.part)];
  return item === undefined ? undefined : follow(item, component, depth);
}

/** `#` alone counts; `#.path` collects what the path finds in each item. */
function getCollected(list: readonly Result[], component: Component, depth: number): Result | undefined {
  const { rest } = component;
  if (rest === undefined) return new Result(String(list.length), "number");
  if (component.piped) return get(String(list.length), rest, depth + 1);
  return collect(list, rest, depth);
}

function collect(list: readonly Result[], path: GoString, depth: number): Result | undefined {
  const [inner, outer] = splitAtPipe(path);
  const found = list.map((item) => get(item.raw, inner, depth + 1)?.raw).filter((raw) => raw !== undefined);
  const collected = new Result(`[${found.join(",")}]`, "json");
  return outer === undefined ? collected : get(collected.raw, outer, depth + 1);
}

function getQueried(list: readonly Result[], component: Component, depth: number): Result | undefined {
  const query = component.query ?? "";
  const matches = (item: Result): boolean =>
    matchesQuery(item, query, (raw, path) => get(raw, path, depth + 1));
  if (component.all) {
    const matching = list.filter(matches);
    if (component.rest !== undefined && !component.piped) return collect(matching, component.rest, depth);
    return follow(new Result(`[${matching.map(({ raw }) => raw).join(",")}]`, "json"), component, depth);
  }
  const first = list.find(matches);
  return first === undefined ? undefined : follow(first, component, depth);
}

/** `..` takes the lines of a text for the items of a list. */
function getLines(json: GoString, path: GoString, depth: number): Result | undefined {
  return get(
    `[${[...items(`[${json}`, 0)].map((span) => `[${json}`.slice(span.start, span.end)).join(",")}]`,
    path,
    depth + 1,
  );
}

function getModified(json: GoString, path: GoString, depth: number): Result | undefined {
  const modified = applyModifier(json, path, (raw, inner) => get(raw, inner, depth + 1));
  if (modified === undefined) return undefined;
  if (modified.rest === undefined) return valueOf(modified.json);
  return get(modified.json, modified.rest, depth + 1);
}

function valueOf(json: GoString): Result | undefined {
  const span = /^\s*[-+0-9"{[tfnNI]/.test(json) ? scanValue(json, 0) : undefined;
  return span === undefined ? undefined : toResult(json, span);
}

function getLiteral(path: GoString, depth: number): Result | undefined {
  const span = scanValue(path, 1);
  if (span === undefined) return undefined;
  const rest = path.slice(span.end);
  const result = toResult(path, span);
  return rest === "" ? result : get(result.raw, rest.slice(1), depth + 1);
}

/** `{a,b}` makes an object, `[a,b]` a list of what several paths find. */
function getMultipath(json: GoString, path: GoString, depth: number): Result | undefined {
  const end = scanValue(path, 0)?.end ?? path.length;
  const isList = path.startsWith("[");
  const parts = splitSelectors(path.slice(1, end - 1)).map((selector) =>
    selected(json, selector, isList, depth),
  );
  const inner = parts.filter((part) => part !== undefined).join(",");
  const result = new Result(isList ? `[${inner}]` : `{${inner}}`, "json");
  const rest = path.slice(end);
  return rest === "" ? result : get(result.raw, rest.slice(1), depth + 1);
}

function selected(json: GoString, selector: GoString, isList: boolean, depth: number): GoString | undefined {
  const [, quoted, inner] = /^("(?:[^"\\]|\\.)*"):(.*)$/s.exec(selector) ?? [];
  const path = inner ?? selector;
  const result = get(json, path, depth + 1);
  if (result === undefined) return undefined;
  if (isList) return result.raw;
  return `${quoted ?? nameOf(path)}:${result.raw}`;
}

/** A selector without a name takes the last part of its path, where that is a plain one. */
function nameOf(path: GoString): GoString {
  const last = /(?:^|[.|])([^.|]*)$/.exec(path)?.[1] ?? "";
  return /[#@()[\]{}*?!]/.test(last) ? '"_"' : `"${last}"`;
}

function splitSelectors(text: GoString): GoString[] {
  const parts: GoString[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? "";
    if (char === "\\") at++;
    else if (char === '"') at = (scanValue(text, at)?.end ?? text.length) - 1;
    else if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth--;
    else if (char === "," && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}
