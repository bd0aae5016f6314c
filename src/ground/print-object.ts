import type { JsonArray, JsonObject, JsonValue } from "./json-value.ts";
import { isJsonArray, isJsonObject } from "./json-value.ts";

const FIRST = ["apiVersion", "kind", "metadata", "type", "immutable", "data"];
const FIRST_OF_METADATA = ["name", "namespace", "labels", "annotations"];

/** Words and numbers that some reader takes for something else than text. */
const AMBIGUOUS = /^(?:y|n|yes|no|on|off|true|false|null|e[-+]?[\d_]+|[-+.\d].*)$/i;
const PLAIN_KEY = /^[A-Za-z_][\w./-]*$/;
const PLAIN_TYPE = /^[A-Za-z][\w./-]*$/;
const ESCAPED =
  // eslint-disable-next-line no-control-regex -- control characters are escaped here
  /[\u0000-\u001f"\\\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]|\p{Surrogate}/gu;

/**
 * An object as one document of block YAML: the usual fields first, every text double-quoted, so that readers of
 * YAML 1.1, of 1.2 and of JSON agree about it. Ends with a line feed.
 */
export function printObject(object: JsonObject): string {
  const lines = printMembers(ordered(object, FIRST), "");
  return lines.length === 0 ? "{}\n" : lines.join("");
}

function ordered(object: JsonObject, first: readonly string[]): [string, JsonValue][] {
  const rank = (key: string): number => (first.includes(key) ? first.indexOf(key) : first.length);
  return Object.entries(object).toSorted(([a], [b]) => rank(a) - rank(b));
}

/** Members of an object as lines of block YAML. */
export function printMembers(members: readonly (readonly [string, JsonValue])[], indent: string): string[] {
  return members.flatMap(([key, value]) => {
    if (
      indent === "" &&
      (key === "apiVersion" || key === "kind") &&
      typeof value === "string" &&
      PLAIN_TYPE.test(value)
    ) {
      return [`${key}: ${value}\n`];
    }
    const entries =
      indent === "" && key === "metadata" && isJsonObject(value)
        ? ordered(value, FIRST_OF_METADATA)
        : undefined;
    return printMember(`${indent}${printKey(key)}:`, value, indent, entries);
  });
}

function printMember(
  head: string,
  value: JsonValue,
  indent: string,
  entries: readonly (readonly [string, JsonValue])[] | undefined,
): string[] {
  if (isJsonObject(value)) {
    const members = entries ?? Object.entries(value);
    return members.length === 0 ? [`${head} {}\n`] : [`${head}\n`, ...printMembers(members, `${indent}  `)];
  }
  if (isJsonArray(value))
    return value.length === 0 ? [`${head} []\n`] : [`${head}\n`, ...printItems(value, indent)];
  return [`${head} ${printScalar(value)}\n`];
}

function printItems(items: JsonArray, indent: string): string[] {
  return items.flatMap((item) => {
    if (isJsonObject(item) && Object.keys(item).length > 0) {
      const [first = "", ...others] = printMembers(Object.entries(item), `${indent}  `);
      return [`${indent}- ${first.slice(indent.length + 2)}`, ...others];
    }
    if (isJsonArray(item) && item.length > 0) return [`${indent}-\n`, ...printItems(item, `${indent}  `)];
    return printMember(`${indent}-`, item, indent, undefined);
  });
}

/** A key of block YAML, in quotes where some reader would take it for something else than text. */
export function printKey(key: string): string {
  return PLAIN_KEY.test(key) && !AMBIGUOUS.test(key) ? key : printText(key);
}

function printScalar(value: null | boolean | number | bigint | string): string {
  return typeof value === "string" ? printText(value) : String(value);
}

/** A double-quoted text that JSON and both versions of YAML read alike. */
export function printText(text: string): string {
  return `"${text.replace(ESCAPED, escapeOf)}"`;
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function escapeOf(char: string): string {
  return SHORT.get(char) ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
