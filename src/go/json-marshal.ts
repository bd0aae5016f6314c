import type { GoString } from "./bytes.ts";
import { decodeRune, isAscii } from "./bytes.ts";

/** What encoding/json can write: number is a float64, bigint an integer, `{number}` a json.Number. */
export type GoJson =
  | null
  | boolean
  | number
  | bigint
  | GoString
  | { readonly number: GoString }
  | readonly GoJson[]
  | ReadonlyMap<GoString, GoJson>;

/** A float that JSON has no text for. */
export class JsonUnsupportedError extends Error {
  override readonly name = "JsonUnsupportedError";
}

/** Go: json.Marshal, and json.Encoder without HTML escaping: compact, keys sorted bytewise. */
export function marshalJson(value: GoJson, options: { readonly escapeHtml?: boolean } = {}): GoString {
  return marshal(value, options.escapeHtml ?? true);
}

function marshal(value: GoJson, escapeHtml: boolean): GoString {
  if (value === null) return "null";
  if (typeof value === "string") return quote(value, escapeHtml);
  if (typeof value === "number") return formatJsonFloat(value);
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (isList(value)) return `[${value.map((item) => marshal(item, escapeHtml)).join(",")}]`;
  if ("number" in value) return value.number;
  const members = [...value].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${quote(key, escapeHtml)}:${marshal(member, escapeHtml)}`).join(",")}}`;
}

/** encoding/json's text of a float64: ES6's but for -0 and the exponents that have two digits in both. */
export function formatJsonFloat(value: number): string {
  if (!Number.isFinite(value)) throw new JsonUnsupportedError("The number has no JSON text");
  return Object.is(value, -0) ? "-0" : String(value);
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\b", "\\b"],
  ["\f", "\\f"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function quote(text: GoString, escapeHtml: boolean): GoString {
  // eslint-disable-next-line no-control-regex -- control characters are escaped here
  const escaped = text.replaceAll(/["\\<>&\u0000-\u001f]/g, (char) => {
    if (!escapeHtml && "<>&".includes(char)) return char;
    return SHORT.get(char) ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return `"${isAscii(escaped) ? escaped : escapeRunes(escaped)}"`;
}

function escapeRunes(text: GoString): GoString {
  let result = "";
  for (let at = 0; at < text.length;) {
    const { rune, size, valid } = decodeRune(text, at);
    if (!valid) result += "\\ufffd";
    else if (rune === 0x2028 || rune === 0x2029) result += `\\u${rune.toString(16)}`;
    else result += text.slice(at, at + size);
    at += size;
  }
  return result;
}

function isList(value: GoJson): value is readonly GoJson[] {
  return Array.isArray(value);
}
