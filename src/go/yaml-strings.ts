import type { GoString } from "./bytes.ts";
import { toValidUtf8 } from "./bytes.ts";
import { formatFloat } from "./strconv-format-float.ts";
import type { YamlValue } from "./yaml-decode.ts";
import { decodeYaml } from "./yaml-decode.ts";
import { YamlError } from "./yaml-error.ts";
import { jsonKind, jsonOfYaml } from "./yaml-json.ts";

/**
 * sigs.k8s.io/yaml's `Unmarshal` into a `map[string]string`, by which ESO reads what a template in the scope
 * KeysAndValues gives. Numbers and booleans without quotes are resolved and printed again (floats with 32 bits:
 * `1.10` is `1.1`), null is the empty text; only the first document is read.
 *
 * @throws {YamlError} where the text is no YAML, no mapping, or a value is a mapping or list
 */
export function unmarshalStringMap(text: GoString): Map<GoString, GoString> {
  const value = decodeYaml(text);
  if (value === null) return new Map();
  if (!isMap(value)) throw typeError([value], "map[string]string");
  const nested = [...value]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, member]) => nestedIn(member));
  if (nested.length > 0) throw typeError(nested, "string");
  const strings = new Map<GoString, GoString>();
  for (const [key, member] of value) strings.set(toValidUtf8(key), toValidUtf8(printScalar(member)));
  return strings;
}

function isMap(value: YamlValue): value is ReadonlyMap<GoString, YamlValue> {
  return value instanceof Map;
}

function nestedIn(value: YamlValue): YamlValue[] {
  return typeof value === "object" && value !== null ? [value] : [];
}

function printScalar(value: YamlValue): GoString {
  if (typeof value === "string") return value;
  if (typeof value === "number") return formatFloat(value, "g", -1, 32);
  return typeof value === "bigint" || typeof value === "boolean" ? String(value) : "";
}

/** The error for values of the wrong type, unless JSON does not have them in the first place. */
function typeError(values: readonly YamlValue[], wanted: string): YamlError {
  for (const value of values) jsonOfYaml(value);
  return new YamlError(
    "notMap",
    { line: 0 },
    `${jsonKind(values[0] ?? null)} into Go value of type ${wanted}`,
  );
}
