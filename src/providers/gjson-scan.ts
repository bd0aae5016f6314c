import type { GoString } from "../go/bytes.ts";
import { encodeRune, RUNE_ERROR } from "../go/bytes.ts";

export type Kind = "null" | "false" | "true" | "number" | "string" | "json";

/** A piece of a JSON text as gjson sees it: nothing is validated. */
export interface Span {
  readonly kind: Kind;
  readonly start: number;
  readonly end: number;
}

export interface Member extends Span {
  readonly key: GoString;
}

/** The value at or after `at`, white space and stray characters passed over; undefined at the end of the text. */
export function scanValue(json: GoString, at: number): Span | undefined {
  for (let start = at; start < json.length; start++) {
    const char = json[start] ?? "";
    if (char === "}" || char === "]") return undefined;
    const kind = char === "n" && json[start + 1] === "a" ? "number" : KINDS.get(char);
    if (kind !== undefined) return { kind, start, end: endOf(kind, json, start) };
  }
  return undefined;
}

/** The first character of a value tells its kind. */
const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['"', "string"],
  ["{", "json"],
  ["[", "json"],
  ["n", "null"],
  ["t", "true"],
  ["f", "false"],
  ...[..."-+0123456789iIN"].map((char) => [char, "number"] as const),
]);

function endOf(kind: Kind, json: GoString, start: number): number {
  if (kind === "string") return endOfString(json, start);
  if (kind === "json") return endOfNested(json, start);
  return kind === "number" ? endOfNumber(json, start) : endOfWord(json, start);
}

/** The members of the object that starts at `start`, duplicates included. */
export function* members(json: GoString, start: number): Generator<Member> {
  let at = start + 1;
  for (;;) {
    while (at < json.length && json[at] !== '"' && json[at] !== "}") at++;
    if (json[at] !== '"') return;
    const keyEnd = endOfString(json, at);
    const key = unquote(json.slice(at, keyEnd));
    const value = scanValue(json, keyEnd);
    if (value === undefined) return;
    yield { key, ...value };
    at = value.end;
  }
}

/** The items of the list that starts at `start`. */
export function* items(json: GoString, start: number): Generator<Span> {
  let at = start + 1;
  for (;;) {
    const value = scanValue(json, at);
    if (value === undefined) return;
    yield value;
    at = value.end;
  }
}

function endOfString(json: GoString, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    if (json[at] === "\\") at++;
    else if (json[at] === '"') return at + 1;
  }
  return json.length;
}

function endOfNested(json: GoString, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    const char = json[at];
    if (char === '"') at = endOfString(json, at) - 1;
    else if (char === "{" || char === "[") depth++;
    else if ((char === "}" || char === "]") && --depth === 0) return at + 1;
  }
  return json.length;
}

function endOfWord(json: GoString, start: number): number {
  let at = start;
  while (/[a-z]/.test(json[at] ?? "")) at++;
  return at;
}

function endOfNumber(json: GoString, start: number): number {
  let at = start + 1;
  while (at < json.length && !/[\s,\]}]/.test(json[at] ?? "")) at++;
  return at;
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["/", "/"],
  ["\\", "\\"],
  ['"', '"'],
]);

/** The text of a quoted string. A surrogate swallows an escape behind it that does not complete the pair. */
export function unquote(raw: GoString): GoString {
  const inner = raw.slice(1, raw.endsWith('"') && raw.length > 1 ? -1 : undefined);
  if (!inner.includes("\\")) return inner;
  let text = "";
  for (let at = 0; at < inner.length; at++) {
    const char = inner[at] ?? "";
    if (char < " ") return text;
    if (char !== "\\") {
      text += char;
      continue;
    }
    const letter = inner[++at] ?? "";
    const short = SHORT.get(letter);
    if (short !== undefined) text += short;
    else if (letter === "u") {
      const [rune, length] = unicodeEscape(inner, at + 1);
      text += rune;
      at += length;
    } else return text;
  }
  return text;
}

function unicodeEscape(text: GoString, at: number): [GoString, number] {
  const unit = Number.parseInt(text.slice(at, at + 4), 16);
  if (Number.isNaN(unit)) return ["", 0];
  if (unit < 0xd800 || unit > 0xdfff) return [encodeRune(unit), 4];
  const follows = /^\\u([0-9a-fA-F]{4})/.exec(text.slice(at + 4, at + 10));
  if (follows === null) return [encodeRune(RUNE_ERROR), 4];
  const low = Number.parseInt(follows[1] ?? "", 16);
  const pair = unit < 0xdc00 && low >= 0xdc00 && low <= 0xdfff;
  return [encodeRune(pair ? 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00) : RUNE_ERROR), 10];
}
