import type { GoString } from "./bytes.ts";
import { toValidUtf8 } from "./bytes.ts";
import type { GoJson } from "./json-marshal.ts";
import type { YamlValue } from "./yaml-decode.ts";
import { decodeYaml } from "./yaml-decode.ts";
import { YamlError } from "./yaml-error.ts";
import type { YamlLimits } from "./yaml-node.ts";

/**
 * The first document of a YAML text as JSON (sigs.k8s.io/yaml: `YAMLToJSON`); null where there is none. Integers
 * are bigint, other numbers number; bytes that are not UTF-8 become U+FFFD.
 *
 * @throws {YamlError}
 */
export function yamlToJson(text: GoString, limits?: YamlLimits): GoJson {
  return jsonOfYaml(decodeYaml(text, limits));
}

/**
 * A decoded document as JSON.
 *
 * @throws {YamlError} for infinity and not-a-number
 */
export function jsonOfYaml(value: YamlValue): GoJson {
  return jsonOf(value, keepNumber);
}

/**
 * sigs.k8s.io/yaml's `Unmarshal` into a `map[string]interface{}`, which is ESO's `fromYaml`: every number is a
 * float64, and a text without a document is an empty map.
 *
 * @throws {YamlError} also where the document is not a mapping
 */
export function yamlToMap(text: GoString): ReadonlyMap<GoString, GoJson> {
  const value = decodeYaml(text);
  if (value === null) return new Map();
  const json = jsonOf(value, Number);
  if (isMap(json)) return json;
  throw new YamlError(
    "notMap",
    { line: 1 },
    `${jsonKind(value)} into Go value of type map[string]interface {}`,
  );
}

function isMap(json: GoJson): json is ReadonlyMap<GoString, GoJson> {
  return json instanceof Map;
}

/** The name that encoding/json has for a value's type in its errors. */
export function jsonKind(value: YamlValue): string {
  if (value instanceof Map) return "object";
  if (Array.isArray(value)) return "array";
  if (typeof value === "boolean") return "bool";
  return typeof value === "string" ? "string" : "number";
}

function keepNumber(value: number | bigint): number | bigint {
  return value;
}

/** @throws {YamlError} for infinity and not-a-number, which JSON does not have */
function jsonOf(value: YamlValue, number: (value: number | bigint) => number | bigint): GoJson {
  if (typeof value === "string") return toValidUtf8(value);
  if (typeof value === "bigint") return number(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new YamlError("valueUnsupported", { line: 0 }, printInfinite(value));
    return value;
  }
  if (value === null || typeof value === "boolean") return value;
  if (isList(value)) return value.map((item) => jsonOf(item, number));
  const members = new Map<GoString, GoJson>();
  for (const key of [...value.keys()].toSorted())
    members.set(toValidUtf8(key), jsonOf(value.get(key) ?? null, number));
  return members;
}

function isList(
  value: readonly YamlValue[] | ReadonlyMap<GoString, YamlValue>,
): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function printInfinite(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "+Inf" : "-Inf";
}
