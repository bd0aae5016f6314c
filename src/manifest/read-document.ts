import type { GoString } from "../go/bytes.ts";
import { fromGoString, toGoString } from "../go/bytes.ts";
import type { GoJson } from "../go/json-marshal.ts";
import { JsonPlaces } from "../go/json-locate.ts";
import type { JsonNode } from "../go/json-parse.ts";
import { tryParseJson } from "../go/json-parse.ts";
import { decodeYamlNode } from "../go/yaml-decode.ts";
import { jsonOfYaml } from "../go/yaml-json.ts";
import { fieldLines } from "../go/yaml-locate.ts";
import { lineBehindDocument, parseYaml } from "../go/yaml-parse.ts";
import type { RepeatedKey } from "../go/yaml-repeated.ts";
import { repeatedKeys } from "../go/yaml-repeated.ts";
import { LIMITS } from "../ground/limits.ts";
import type { JsonValue } from "../ground/json-value.ts";

/** A document that was read: its value, and where each of its fields stands. */
export interface Document {
  readonly value: JsonValue;
  /** Line, from 1, of the field that a path leads to, or of its nearest ancestor that exists. */
  readonly lineOf: (path: readonly (string | number)[]) => number;
  /** Keys that stand in one mapping more than once. */
  readonly repeated: () => readonly RepeatedKey[];
  /** Line, from 1, of what stands behind its end, which no reader of Kubernetes sees; undefined where nothing does. */
  readonly lineBehind: () => number | undefined;
}

/** What may end a document before its text ends: markers, and ends of lines that only YAML sees. */
const EARLY_END = /^(?:---|\.\.\.)|\r(?!\n)|[\u0085\u2028\u2029]/m;

/** The first character that is no comment. */
const FIRST = /^[ \t]*([^\s#])/m;

/** How a document may begin that ends with a closing bracket: with the opening one, its anchor or its tag. */
const IN_BRACKETS = "{[&!";

/**
 * Reads the first document of a text as Kubernetes does: as JSON where it is JSON, else as YAML with go-yaml's rules.
 * Its line reader ends the last line too. Throws YamlError.
 */
export function readDocument(text: string): Document {
  const bytes = toGoString(text.endsWith("\n") ? text : `${text}\n`);
  const json = /^\s*\{/.test(text) ? tryParseJson(bytes, { maxDepth: LIMITS.depth }) : undefined;
  if (json !== undefined) {
    const places = new JsonPlaces(json, bytes);
    return {
      value: fromNode(json),
      lineOf: (path) => places.lineOf(path),
      repeated: () => places.repeated(),
      lineBehind: () => undefined,
    };
  }
  const root = parseYaml(bytes, LIMITS);
  const lineBehind = (): number | undefined =>
    mayEndEarly(text) ? lineBehindDocument(bytes, LIMITS) : undefined;
  if (root === undefined) return { value: null, lineOf: () => 1, repeated: () => [], lineBehind };
  return {
    value: fromJson(jsonOfYaml(decodeYamlNode(root, LIMITS))),
    lineOf: fieldLines(root),
    repeated: () => repeatedKeys(root),
    lineBehind,
  };
}

function mayEndEarly(text: string): boolean {
  return EARLY_END.test(text) || IN_BRACKETS.includes(FIRST.exec(text)?.[1] ?? " ");
}

function fromJson(json: GoJson): JsonValue {
  if (typeof json === "string") return fromGoString(json);
  if (typeof json === "bigint") return fromInteger(json);
  if (typeof json !== "object" || json === null) return json;
  if (json instanceof Map) {
    return toObject(
      [...(json as ReadonlyMap<GoString, GoJson>)].map(([key, value]) => [key, fromJson(value)]),
    );
  }
  return (json as readonly GoJson[]).map(fromJson);
}

function fromNode(node: JsonNode): JsonValue {
  switch (node.kind) {
    case "null":
      return null;
    case "string":
      return fromGoString(node.value);
    case "number":
      return fromNumber(node.text);
    case "array":
      return node.items.map(fromNode);
    case "object":
      return toObject(node.members.map(([key, value]) => [key, fromNode(value)]));
    default:
      return node.value;
  }
}

/** A number beyond a double is text: Kubernetes reads what Go's JSON refuses as YAML. */
function fromNumber(text: string): JsonValue {
  if (/^-?[0-9]+$/.test(text)) return fromInteger(BigInt(text));
  return Number.isFinite(Number(text)) ? Number(text) : text;
}

function fromInteger(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function toObject(entries: readonly (readonly [GoString, JsonValue])[]): JsonValue {
  const object = Object.create(null) as Record<string, JsonValue>;
  for (const [key, value] of entries) object[fromGoString(key)] = value;
  return object;
}
