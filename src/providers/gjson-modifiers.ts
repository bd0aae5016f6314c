import type { GoString } from "../go/bytes.ts";
import { parseJson } from "../go/json-parse.ts";
import { marshalJson } from "../go/json-marshal.ts";
import type { Result } from "./gjson.ts";
import { items, members, scanValue, unquote } from "./gjson-scan.ts";

type Get = (json: GoString, path: GoString) => Result | undefined;
type Modifier = (json: GoString, argument: GoString, get: Get) => GoString | undefined;

const MODIFIERS: ReadonlyMap<string, Modifier> = new Map<string, Modifier>([
  ["this", (json) => json],
  ["valid", (json) => (isValid(json) ? json : "")],
  ["reverse", reverse],
  ["keys", keys],
  ["values", values],
  ["flatten", flatten],
  ["join", join],
  ["ugly", (json) => ugly(json)],
  ["pretty", (json) => json],
  ["tostr", (json) => marshalJson(json, { escapeHtml: true })],
  ["fromstr", (json) => (isValid(json) ? unquote(json.trim()) : "")],
  ["group", group],
  ["dig", dig],
]);

/** Whether a path starts with a modifier that exists. */
export function isModifier(path: GoString): boolean {
  return MODIFIERS.has(/^@([a-z]+)(?![\w])/.exec(path)?.[1] ?? "");
}

/** Applies the modifier that a path starts with; `rest` is the path behind it. */
export function applyModifier(
  json: GoString,
  path: GoString,
  get: Get,
): { readonly json: GoString; readonly rest: GoString | undefined } | undefined {
  const name = /^@([a-z]+)/.exec(path)?.[1] ?? "";
  let at = name.length + 1;
  let argument = "";
  if (path[at] === ":") {
    const end = endOfArgument(path, at + 1);
    argument = path.slice(at + 1, end);
    at = end;
  }
  const modified = MODIFIERS.get(name)?.(json, argument, get);
  if (modified === undefined) return undefined;
  return { json: modified, rest: at < path.length ? path.slice(at + 1) : undefined };
}

function endOfArgument(path: GoString, start: number): number {
  if (/["{[(]/.test(path[start] ?? "")) return scanValue(path, start)?.end ?? path.length;
  const end = path.slice(start).search(/[.|]/);
  return end < 0 ? path.length : start + end;
}

function isValid(json: GoString): boolean {
  try {
    parseJson(json);
    return true;
  } catch {
    return false;
  }
}

function isList(json: GoString): boolean {
  return /^\s*\[/.test(json);
}

function isObject(json: GoString): boolean {
  return /^\s*\{/.test(json);
}

function rawItems(json: GoString): GoString[] {
  return [...items(json, json.indexOf("["))].map(({ start, end }) => json.slice(start, end));
}

function rawMembers(json: GoString): { key: GoString; raw: GoString }[] {
  return [...members(json, json.indexOf("{"))].map(({ key, start, end }) => ({
    key,
    raw: json.slice(start, end),
  }));
}

function printMembers(list: readonly { key: GoString; raw: GoString }[]): GoString {
  return `{${list.map(({ key, raw }) => `${marshalJson(key, { escapeHtml: false })}:${raw}`).join(",")}}`;
}

function reverse(json: GoString): GoString {
  if (isList(json)) return `[${rawItems(json).toReversed().join(",")}]`;
  return isObject(json) ? printMembers(rawMembers(json).toReversed()) : json;
}

function keys(json: GoString): GoString {
  if (isObject(json))
    return `[${rawMembers(json)
      .map(({ key }) => marshalJson(key, { escapeHtml: false }))
      .join(",")}]`;
  return isList(json)
    ? `[${rawItems(json)
        .map(() => "null")
        .join(",")}]`
    : "[]";
}

function values(json: GoString): GoString {
  if (isObject(json))
    return `[${rawMembers(json)
      .map(({ raw }) => raw)
      .join(",")}]`;
  return isList(json) ? json : `[${json}]`;
}

function flatten(json: GoString, argument: GoString, get: Get): GoString {
  if (!isList(json)) return json;
  const deep = get(argument, "deep")?.kind === "true";
  const flat = (raw: GoString): GoString[] =>
    isList(raw) ? (deep ? rawItems(raw).flatMap(flat) : rawItems(raw)) : [raw];
  return `[${rawItems(json).flatMap(flat).join(",")}]`;
}

function join(json: GoString, argument: GoString, get: Get): GoString {
  if (!isList(json)) return json;
  const preserve = get(argument, "preserve")?.kind === "true";
  const all = rawItems(json).filter(isObject).flatMap(rawMembers);
  if (preserve) return printMembers(all);
  const last = new Map(all.map(({ key, raw }) => [key, raw]));
  return printMembers([...last].map(([key, raw]) => ({ key, raw })));
}

function ugly(json: GoString): GoString {
  return json.replaceAll(/"(?:[^"\\]|\\.)*"|\s+/gs, (token) => (token.startsWith('"') ? token : ""));
}

/** An object of lists becomes a list of objects. */
function group(json: GoString): GoString {
  if (!isObject(json)) return "";
  const columns = rawMembers(json).filter(({ raw }) => isList(raw));
  const rows: { key: GoString; raw: GoString }[][] = [];
  for (const { key, raw } of columns) {
    rawItems(raw).forEach((item, index) => (rows[index] ??= []).push({ key, raw: item }));
  }
  return `[${rows.map(printMembers).join(",")}]`;
}

/** All values that a path finds at any depth. */
function dig(json: GoString, argument: GoString, get: Get): GoString {
  const found: GoString[] = [];
  const visit = (raw: GoString, depth: number): void => {
    if (depth > 100) return;
    const result = get(raw, argument);
    if (result !== undefined) found.push(result.raw);
    const inner = isObject(raw)
      ? rawMembers(raw).map((member) => member.raw)
      : isList(raw)
        ? rawItems(raw)
        : [];
    for (const next of inner) if (isObject(next) || isList(next)) visit(next, depth + 1);
  };
  visit(json, 0);
  return `[${found.join(",")}]`;
}
